package org.flashcrowd.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lays a file and the environment over the defaults, and binds what comes out. */
final class ConfigLoader {
  /** Variables that are not settings: what bin/flashcrowd and its callers pass along. */
  private static final Set<String> RESERVED =
      Set.of("FLASHCROWD_CONFIG", "FLASHCROWD_HOME", "FLASHCROWD_JAVA_OPTS");

  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<String, String> environment;
  private final int cores;
  private final Path home;
  private final List<String> problems = new ArrayList<>();

  /** The file or variable that set a key, where it is not the default. */
  private final Map<String, String> sources = new HashMap<>();

  ConfigLoader(Map<String, String> environment, int cores) {
    this.environment = environment;
    this.cores = cores;
    this.home =
        Path.of(environment.getOrDefault("FLASHCROWD_HOME", "")).toAbsolutePath().normalize();
  }

  Config load(@Nullable Path file) {
    ObjectNode settings = defaults();
    Map<String, JsonNode> known = Keys.leaves(settings);
    if (file != null) {
      overlay(settings, read(file), "", file.toString());
    }
    readEnvironment(settings, known);
    DerivedDefaults.apply(settings, cores);
    Config config =
        new Binder(sources, known.keySet(), home, problems).bind(Config.class, settings);
    if (config != null && problems.isEmpty()) {
      problems.addAll(Rules.broken(config));
    }
    if (config == null || !problems.isEmpty()) {
      throw new ConfigError(problems);
    }
    return config;
  }

  static ObjectNode defaults() {
    try (InputStream file = ConfigLoader.class.getResourceAsStream("/flashcrowd.yaml")) {
      return (ObjectNode) YAML.readTree(Objects.requireNonNull(file, "flashcrowd.yaml in the jar"));
    } catch (IOException broken) {
      throw new IllegalStateException("flashcrowd.yaml in the jar is broken", broken);
    }
  }

  private static ObjectNode read(Path file) {
    try {
      JsonNode tree = YAML.readTree(Files.readString(file));
      if (tree.isMissingNode() || tree.isNull()) {
        return YAML.createObjectNode();
      }
      if (tree instanceof ObjectNode settings) {
        return settings;
      }
      throw new ConfigError(List.of(file + " must hold keys and values, such as public_url: …"));
    } catch (NoSuchFileException missing) {
      throw new ConfigError(List.of(file + " does not exist; check --config or FLASHCROWD_CONFIG"));
    } catch (JsonProcessingException malformed) {
      throw new ConfigError(List.of(file + " is not valid YAML: " + firstLines(malformed)));
    } catch (IOException unreadable) {
      throw new ConfigError(List.of(file + " cannot be read: " + unreadable.getMessage()));
    }
  }

  private static String firstLines(JsonProcessingException malformed) {
    var where = malformed.getLocation();
    String line = where == null ? "" : "line " + where.getLineNr() + ": ";
    return line + malformed.getOriginalMessage().lines().findFirst().orElse("");
  }

  private void overlay(ObjectNode settings, ObjectNode over, String section, String source) {
    over.properties()
        .forEach(
            entry -> {
              String path = Keys.join(section, entry.getKey());
              JsonNode below = settings.get(entry.getKey());
              if (below instanceof ObjectNode inner
                  && entry.getValue() instanceof ObjectNode outer) {
                overlay(inner, outer, path, source);
              } else if (!(below instanceof ObjectNode && entry.getValue().isNull())) {
                // A section whose keys are all commented out reads as null: it changes nothing.
                settings.set(entry.getKey(), entry.getValue());
                sources.put(path, source);
              }
            });
  }

  private void readEnvironment(ObjectNode settings, Map<String, JsonNode> known) {
    Map<String, String> paths =
        known.keySet().stream().collect(Collectors.toMap(Keys::variable, Function.identity()));
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              String path = paths.get(variable);
              if (path != null) {
                set(settings, path, variable, fromText(known.get(path), variable, value));
              } else if (variable.startsWith("FLASHCROWD_") && !RESERVED.contains(variable)) {
                problems.add(
                    variable
                        + " (environment): no such setting"
                        + Nearest.to(variable, paths.keySet())
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("; unset it"));
              }
            });
  }

  private void set(ObjectNode settings, String path, String variable, JsonNode value) {
    ObjectNode section = settings;
    String[] steps = path.split("\\.");
    for (int step = 0; step < steps.length - 1; step++) {
      if (!(section.get(steps[step]) instanceof ObjectNode inner)) {
        return; // The file put something else in the section's place, which is reported already.
      }
      section = inner;
    }
    section.set(steps[steps.length - 1], value);
    sources.put(path, variable);
  }

  private JsonNode fromText(@Nullable JsonNode standard, String variable, String value) {
    if (!(standard instanceof ArrayNode)) {
      return TextNode.valueOf(value);
    }
    if (value.strip().startsWith("[")) {
      try {
        return YAML.readTree(value);
      } catch (JsonProcessingException malformed) {
        problems.add(variable + " = " + value + " (environment): must be a list such as [a, b]");
        return standard;
      }
    }
    ArrayNode list = YAML.createArrayNode();
    for (String item : value.split(",", -1)) {
      if (!item.isBlank()) {
        list.add(item.strip());
      }
    }
    return list;
  }
}
