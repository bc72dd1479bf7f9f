package org.flashcrowd.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flashcrowd.http.Json;

/**
 * {@code openapi.yaml}, as a judge of real answers: each JSON answer that a test gets is validated
 * against what the document says of its operation and status.
 */
public final class Contract {
  /** The document. */
  public static final JsonNode DOCUMENT = read();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Map<String, Pattern> PATHS = paths();
  private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

  private Contract() {}

  private static JsonNode read() {
    try (InputStream yaml = Contract.class.getResourceAsStream("/openapi.yaml")) {
      return new YAMLMapper().readTree(yaml);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The document's paths, the ones with fewer parameters first, as the route table decides. */
  private static Map<String, Pattern> paths() {
    Map<String, Pattern> paths =
        new TreeMap<>(
            (one, other) -> {
              int parameters = Long.compare(count(one), count(other));
              return parameters != 0 ? parameters : one.compareTo(other);
            });
    DOCUMENT
        .path("paths")
        .fieldNames()
        .forEachRemaining(
            path ->
                paths.put(
                    path,
                    Pattern.compile(
                        path.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+") + "/?")));
    return paths;
  }

  private static long count(String path) {
    return path.chars().filter(c -> c == '{').count();
  }

  /** Fails when the document knows the operation and the answer is not what it says. */
  static void check(String method, String path, ApiClient.Answer answer) {
    Optional<JsonNode> operation = operation(method, path);
    String type = Optional.ofNullable(answer.header("Content-Type")).orElse("");
    if (operation.isEmpty() || !type.startsWith("application/json")) {
      return;
    }
    String id = operation.get().path("operationId").asText();
    JsonNode responses = operation.get().path("responses");
    JsonNode response = resolve(responses.path(Integer.toString(answer.status())));
    if (response.isMissingNode() && answer.status() < 400) {
      throw new AssertionError(
          "openapi.yaml does not describe answer %d of %s".formatted(answer.status(), id));
    }
    JsonNode schema =
        response.isMissingNode()
            ? Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/Error")
            : response.path("content").path("application/json").path("schema");
    if (schema.isMissingNode()) {
      throw new AssertionError(
          "openapi.yaml describes answer %d of %s without JSON".formatted(answer.status(), id));
    }
    List<Error> errors = schema(schema).validate(answer.json());
    if (!errors.isEmpty()) {
      throw new AssertionError(
          "answer %d of %s is not what openapi.yaml says:%n%s%n%s"
              .formatted(
                  answer.status(),
                  id,
                  errors.stream().map(Error::toString).collect(Collectors.joining("\n")),
                  answer.text()));
    }
  }

  private static Optional<JsonNode> operation(String method, String path) {
    return PATHS.entrySet().stream()
        .filter(entry -> entry.getValue().matcher(path).matches())
        .map(entry -> DOCUMENT.path("paths").path(entry.getKey()))
        .map(item -> item.path(method.toLowerCase(Locale.ROOT)))
        .filter(found -> !found.isMissingNode())
        .findFirst();
  }

  private static JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
  }

  /** A schema with the document's components beside it, which its references name. */
  private static Schema schema(JsonNode node) {
    return SCHEMAS.computeIfAbsent(
        node.toString(),
        text -> {
          ObjectNode rooted = node.deepCopy();
          rooted.set("components", DOCUMENT.path("components"));
          return REGISTRY.getSchema(rooted);
        });
  }
}
