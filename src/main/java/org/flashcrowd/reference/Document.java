package org.flashcrowd.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Route;

/**
 * {@code openapi.yaml}, read beside the route table. Reading it takes time: not on an event loop.
 */
final class Document {
  private static final String NAME = "/openapi.yaml";

  private final JsonNode root;
  private final Map<String, Access> access = new LinkedHashMap<>();

  private Document(JsonNode root, List<Route> routes) {
    this.root = root;
    for (Route route : routes) {
      access.put(key(route.method().name(), braced(route.path())), route.access());
    }
  }

  /** The document as it is written. */
  static byte[] bytes() {
    try (InputStream file = Document.class.getResourceAsStream(NAME)) {
      if (file == null) {
        throw new IllegalStateException("no " + NAME + " in the jar");
      }
      return file.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Document read(byte[] yaml, List<Route> routes) {
    try {
      return new Document(new YAMLMapper().readTree(yaml), routes);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static String key(String method, String path) {
    return method.toLowerCase(Locale.ROOT) + " " + path;
  }

  private static String braced(String path) {
    return path.replaceAll(":(\\w+)", "{$1}").replace("*", "{path}");
  }

  /** Every operation under the first of its tags, in the order of the document's tags. */
  List<Section> sections() {
    Map<String, List<Operation>> byTag = new LinkedHashMap<>();
    root.path("tags").forEach(tag -> byTag.put(tag.path("name").asText(), new ArrayList<>()));
    root.path("paths")
        .properties()
        .forEach(path -> operations(path.getKey(), path.getValue(), byTag));
    return byTag.entrySet().stream()
        .filter(tag -> !tag.getValue().isEmpty())
        .map(tag -> new Section(tag.getKey(), List.copyOf(tag.getValue())))
        .toList();
  }

  private void operations(String path, JsonNode item, Map<String, List<Operation>> byTag) {
    item.properties()
        .forEach(
            entry -> {
              Access known = access.get(key(entry.getKey(), path));
              if (known != null) {
                JsonNode operation = entry.getValue();
                byTag
                    .computeIfAbsent(operation.at("/tags/0").asText(), tag -> new ArrayList<>())
                    .add(operation(entry.getKey(), path, operation, item, known));
              }
            });
  }

  private Operation operation(
      String method, String path, JsonNode operation, JsonNode item, Access known) {
    List<Field> fields = new ArrayList<>();
    item.path("parameters").forEach(parameter -> fields.add(parameter(resolve(parameter))));
    operation.path("parameters").forEach(parameter -> fields.add(parameter(resolve(parameter))));
    fields.addAll(body(resolve(operation.path("requestBody"))));
    List<Operation.Answer> answers = new ArrayList<>();
    operation
        .path("responses")
        .properties()
        .forEach(
            answer ->
                answers.add(
                    new Operation.Answer(
                        answer.getKey(), about(resolve(answer.getValue()), "description"))));
    return new Operation(
        operation.path("operationId").asText(),
        method.toUpperCase(Locale.ROOT),
        path,
        about(operation, "summary"),
        access(known),
        List.copyOf(fields),
        List.copyOf(answers));
  }

  private Field parameter(JsonNode parameter) {
    return new Field(
        parameter.path("name").asText(),
        parameter.path("in").asText(),
        type(resolve(parameter.path("schema"))),
        parameter.path("required").asBoolean(),
        about(parameter, "description"));
  }

  private List<Field> body(JsonNode body) {
    var contents = body.path("content").elements();
    if (!contents.hasNext()) {
      return List.of();
    }
    JsonNode schema = resolve(contents.next().path("schema"));
    List<Field> fields = new ArrayList<>();
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              JsonNode value = resolve(property.getValue());
              boolean required = names(schema.path("required")).contains(property.getKey());
              fields.add(
                  new Field(
                      property.getKey(),
                      "body",
                      type(value),
                      required,
                      about(value, "description")));
            });
    return fields;
  }

  private static List<String> names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(name -> names.add(name.asText()));
    return names;
  }

  private String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      return String.join(" or ", names(type));
    }
    if (type.asText().equals("array")) {
      return "array of " + type(resolve(schema.path("items")));
    }
    if (schema.has("enum")) {
      return String.join(" | ", names(schema.path("enum")));
    }
    return type.isMissingNode() ? "any" : type.asText();
  }

  private static String about(JsonNode node, String name) {
    return node.path(name).asText("").strip();
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? root.at(node.path("$ref").asText().substring(1)) : node;
  }

  /** Who may call, in words. */
  static String access(Access access) {
    String scopes = String.join(" or ", access.scopes());
    return switch (access.need()) {
      case NONE -> "anybody";
      case OPTIONAL -> "anybody; a token needs " + scopes;
      case APPLICATION -> scopes.isEmpty() ? "an application" : "an application, " + scopes;
      case ACCOUNT -> "signed in, " + scopes;
    };
  }
}
