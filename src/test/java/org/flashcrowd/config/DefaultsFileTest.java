package org.flashcrowd.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** conf/flashcrowd.yaml and the records of {@link Config} describe the same settings. */
class DefaultsFileTest {

  @Test
  void file_keys_areTheRecordsComponents() {
    Set<String> components = new TreeSet<>();
    collect(Config.class, "", components);

    assertThat(Keys.leaves(ConfigLoader.defaults()).keySet())
        .containsExactlyInAnyOrderElementsOf(components);
  }

  @Test
  void file_everyKey_hasAComment() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("conf/flashcrowd.yaml"));
    List<String> bare = new ArrayList<>();
    for (int line = 1; line < lines.size(); line++) {
      boolean key = lines.get(line).strip().matches("[a-z0-9_]+:.*");
      if (key && !lines.get(line - 1).strip().startsWith("#")) {
        bare.add(lines.get(line));
      }
    }
    assertThat(bare).isEmpty();
  }

  @Test
  void file_keys_haveVariablesOfTheirOwn() {
    Set<String> keys = Keys.leaves(ConfigLoader.defaults()).keySet();

    assertThat(keys.stream().map(Keys::variable).collect(Collectors.toSet())).hasSameSizeAs(keys);
  }

  @Test
  void records_numbers_haveARange() {
    List<String> unbounded = new ArrayList<>();
    collectUnbounded(Config.class, unbounded);

    assertThat(unbounded).isEmpty();
  }

  @Test
  void file_inTheJar_isTheDocumentedOne() throws IOException {
    JsonNode documented =
        new com.fasterxml.jackson.dataformat.yaml.YAMLMapper()
            .readTree(Files.readString(Path.of("conf/flashcrowd.yaml")));

    assertThat((JsonNode) ConfigLoader.defaults()).isEqualTo(documented);
  }

  private static void collect(Class<?> type, String path, Set<String> paths) {
    for (RecordComponent component : type.getRecordComponents()) {
      String key = Keys.join(path, Keys.key(component));
      if (component.getType().isRecord() && !Values.isText(component.getType())) {
        collect(component.getType(), key, paths);
      } else {
        paths.add(key);
      }
    }
  }

  private static void collectUnbounded(Class<?> type, List<String> unbounded) {
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> inner = component.getType();
      if (component.getGenericType() instanceof ParameterizedType list) {
        inner = (Class<?>) list.getActualTypeArguments()[0];
      }
      if (inner.isRecord() && !Values.isText(inner)) {
        collectUnbounded(inner, unbounded);
      } else if (Set.of(int.class, long.class, Duration.class).contains(inner)
          && !component.isAnnotationPresent(Range.class)) {
        unbounded.add(type.getSimpleName() + "." + component.getName());
      }
    }
  }
}
