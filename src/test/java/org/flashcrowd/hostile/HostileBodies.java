package org.flashcrowd.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.flashcrowd.http.Json;

/** Bodies of calls: every kind of content, its fields wrong in type, number, nesting or size. */
final class HostileBodies {
  /** Bytes and what they claim to be. */
  record Body(Buffer bytes, String contentType) {}

  static final Body NONE = new Body(Buffer.buffer(), "");
  private static final String BOUNDARY = "hostile";

  private final HostileValues values;

  HostileBodies(HostileValues values) {
    this.values = values;
  }

  Body make(JsonNode operation, Random random) {
    Map<String, JsonNode> fields = fields(operation);
    return switch (random.nextInt(12)) {
      case 0 -> NONE;
      case 1 -> broken(random);
      case 2 -> new Body(Buffer.buffer(HostileValues.nasty(random)), "text/plain");
      case 3, 4 -> multipart(fields, random);
      case 5, 6, 7 -> form(fields, random);
      default -> new Body(Buffer.buffer(object(fields, random).toString()), "application/json");
    };
  }

  /** The documented fields, of whichever content the document describes first. */
  private static Map<String, JsonNode> fields(JsonNode operation) {
    Map<String, JsonNode> fields = new TreeMap<>();
    HostileValues.resolve(operation.path("requestBody"))
        .path("content")
        .forEach(
            content ->
                HostileValues.resolve(content.path("schema"))
                    .path("properties")
                    .properties()
                    .forEach(field -> fields.put(field.getKey(), field.getValue())));
    return fields;
  }

  private ObjectNode object(Map<String, JsonNode> fields, Random random) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    fields.forEach(
        (name, schema) -> {
          if (random.nextInt(10) < 7) {
            object.set(name, value(name, schema, 0, random));
          }
        });
    if (random.nextInt(10) == 0) {
      object.put(HostileValues.nasty(random), HostileValues.nasty(random));
    }
    return object;
  }

  private JsonNode value(String name, JsonNode given, int depth, Random random) {
    JsonNode schema = HostileValues.resolve(given);
    if (random.nextInt(10) < 3) {
      return wrong(random);
    }
    if (schema.path("type").asText().equals("array") && depth < 4) {
      ArrayNode array = Json.MAPPER.createArrayNode();
      for (int i = random.nextInt(4); i > 0; i--) {
        array.add(value(name, schema.path("items"), depth + 1, random));
      }
      return array;
    }
    if (schema.has("properties") && depth < 4) {
      ObjectNode object = Json.MAPPER.createObjectNode();
      schema
          .path("properties")
          .properties()
          .forEach(
              field ->
                  object.set(
                      field.getKey(), value(field.getKey(), field.getValue(), depth + 1, random)));
      return object;
    }
    return Json.MAPPER.getNodeFactory().textNode(values.text(name, schema, random));
  }

  private JsonNode wrong(Random random) {
    var nodes = Json.MAPPER.getNodeFactory();
    return switch (random.nextInt(9)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.booleanNode(random.nextBoolean());
      case 2 -> nodes.numberNode(random.nextLong());
      case 3 -> nodes.numberNode(-0.5);
      case 4 -> nodes.arrayNode().add(nodes.arrayNode().add(HostileValues.nasty(random)));
      case 5 ->
          nodes.objectNode().put("0", HostileValues.nasty(random)).put("id", values.id(random));
      case 6 -> many(random);
      case 7 -> nodes.numberNode(Double.MAX_VALUE);
      default -> nodes.textNode(HostileValues.nasty(random));
    };
  }

  private ArrayNode many(Random random) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (int i = 0; i < 200; i++) {
      array.add(values.id(random));
    }
    return array;
  }

  private Body form(Map<String, JsonNode> fields, Random random) {
    StringBuilder form = new StringBuilder();
    fields.forEach(
        (name, schema) -> {
          if (random.nextInt(10) < 7) {
            for (int i = random.nextInt(8) == 0 ? 3 : 1; i > 0; i--) {
              form.append(HostileCalls.escape(HostileCalls.twisted(name, random)))
                  .append('=')
                  .append(HostileCalls.escape(values.text(name, schema, random)))
                  .append('&');
            }
          }
        });
    if (random.nextInt(10) == 0) {
      form.append("%zz=%&&=&[]=1&[a]=2&a[b][c][d][e][f][g][h]=3");
    }
    return new Body(Buffer.buffer(form.toString()), "application/x-www-form-urlencoded");
  }

  private Body multipart(Map<String, JsonNode> fields, Random random) {
    Buffer body = Buffer.buffer();
    fields.forEach(
        (name, schema) -> {
          if (random.nextInt(10) < 7) {
            String file =
                random.nextInt(4) == 0 ? "; filename=\"" + random.nextInt(9) + ".jpg\"" : "";
            body.appendString("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"")
                .appendString(HostileCalls.twisted(name, random) + "\"" + file + "\r\n\r\n")
                .appendString(values.text(name, schema, random) + "\r\n");
          }
        });
    if (random.nextInt(5) > 0) {
      body.appendString("--" + BOUNDARY + "--\r\n");
    }
    String type = "multipart/form-data" + (random.nextInt(9) == 0 ? "" : "; boundary=" + BOUNDARY);
    return new Body(body, type);
  }

  private static Body broken(Random random) {
    Buffer bytes =
        switch (random.nextInt(9)) {
          case 0 -> Buffer.buffer("{\"a\":");
          case 1 -> Buffer.buffer("[".repeat(50_000));
          case 2 -> Buffer.buffer("{\"a\":".repeat(20_000));
          case 3 -> HostileCalls.latin("{\"status\":\"\u00ff\u00fe\"}");
          case 4 -> Buffer.buffer("{\"status\":\"\\ud800\"}");
          case 5 -> Buffer.buffer("{\"id\":1,\"id\":2,\"id\":[3]}");
          case 6 -> Buffer.buffer("{\"id\":" + "9".repeat(10_000) + "}");
          case 7 -> Buffer.buffer("\ufeff{}");
          default -> Buffer.buffer("[1,2,3]");
        };
    return new Body(bytes, "application/json");
  }
}
