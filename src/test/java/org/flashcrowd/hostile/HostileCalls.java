package org.flashcrowd.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.flashcrowd.testing.Contract;

/** Makes calls of every operation in the document, each wrong in ways of its own. */
final class HostileCalls {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  private record Operation(String method, String path, JsonNode node) {}

  private final List<Operation> operations = new ArrayList<>();
  private final HostileValues values;
  private final HostileBodies bodies;

  HostileCalls(HostileValues values) {
    this.values = values;
    this.bodies = new HostileBodies(values);
    Contract.DOCUMENT
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        entry -> {
                          if (entry.getValue().has("operationId")) {
                            operations.add(
                                new Operation(
                                    entry.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    entry.getValue()));
                          }
                        }));
  }

  HostileCall next(Random random, String token) {
    Operation operation = operations.get(random.nextInt(operations.size()));
    HostileBodies.Body body =
        operation.method().equals("GET") && random.nextInt(10) > 0
            ? HostileBodies.NONE
            : bodies.make(operation.node(), random);
    return new HostileCall(
        operation.method(),
        uri(operation, random),
        headers(token, random),
        body.bytes(),
        body.contentType());
  }

  private String uri(Operation operation, Random random) {
    String path =
        PARAMETER
            .matcher(operation.path())
            .replaceAll(
                match -> {
                  String value =
                      random.nextInt(3) == 0 ? HostileValues.nasty(random) : values.id(random);
                  return java.util.regex.Matcher.quoteReplacement(escape(clip(value)));
                });
    StringBuilder query = new StringBuilder();
    for (JsonNode given : operation.node().path("parameters")) {
      JsonNode parameter = HostileValues.resolve(given);
      if (parameter.path("in").asText().equals("query") && random.nextBoolean()) {
        String name = parameter.path("name").asText();
        for (int i = random.nextInt(8) == 0 ? 3 : 1; i > 0; i--) {
          String value = clip(values.text(name, parameter.path("schema"), random));
          query.append('&').append(escape(twisted(name, random))).append('=').append(escape(value));
        }
      }
    }
    String slash = random.nextInt(20) == 0 ? "/" : "";
    return query.isEmpty() ? path + slash : path + slash + "?" + query.substring(1);
  }

  /** A head of a request has room for 8 KB in its first line. */
  private static String clip(String value) {
    return value.length() > 300 ? value.substring(0, 300) : value;
  }

  static String twisted(String name, Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> name + "[]";
      case 1 -> name + "[x]";
      case 2 -> name + "[0][y][]";
      case 3 -> name + "[";
      default -> name;
    };
  }

  static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Map<String, String> headers(String token, Random random) {
    Map<String, String> headers = new LinkedHashMap<>();
    switch (random.nextInt(20)) {
      case 0 -> headers.put("Authorization", "Bearer dead");
      case 1 -> headers.put("Authorization", "Basic !!!");
      case 2 -> {
        // Nobody in particular.
      }
      default -> headers.put("Authorization", "Bearer " + token);
    }
    switch (random.nextInt(30)) {
      case 0 -> headers.put("Idempotency-Key", "k".repeat(1 + random.nextInt(500)));
      case 1 -> headers.put("Range", "bytes=99999999999999999999-1");
      case 2 -> headers.put("If-None-Match", "\"\", W/");
      case 3 -> headers.put("Content-Encoding", "gzip");
      case 4 -> headers.put("Accept", "text/html");
      case 5 -> headers.put("Cookie", "__Host-session=x; session=;;=");
      case 6 -> headers.put("X-Forwarded-For", "not, an, address");
      case 7 -> headers.put("Sec-WebSocket-Protocol", token);
      default -> {
        // As most calls are.
      }
    }
    return headers;
  }

  static Buffer latin(String text) {
    return Buffer.buffer(text, "ISO-8859-1");
  }
}
