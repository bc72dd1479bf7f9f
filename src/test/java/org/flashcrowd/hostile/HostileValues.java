package org.flashcrowd.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.flashcrowd.testing.Contract;

/** Values to put into a call: what a parameter is for, or what nobody would think of. */
final class HostileValues {
  private static final String LONG = "a".repeat(70_000);
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "-9223372036854775808",
          "9223372036854775807",
          "9223372036854775808",
          "1e400",
          "NaN",
          "0x10",
          "1".repeat(10_000),
          "abc",
          "null",
          "undefined",
          "true",
          "[]",
          "{}",
          "\u0000",
          "a\u0000b",
          "\ud800",
          "\ufffe\uffff",
          "\u202eabc",
          "e\u0301\u0301\u0301\u0301\u0301".repeat(50),
          "👩‍👩‍👧‍👦".repeat(40),
          "İIıi",
          "ß",
          "%",
          "_",
          "%25%00",
          "\\",
          "'",
          "';--",
          "\" OR 1=1 --",
          "$1",
          "a & | ! ( ) : * < >",
          ":*",
          "\"unclosed",
          "-",
          "from:nobody has:media before:0000-00-00",
          "../../../../etc/passwd",
          "..%2f..",
          "<script>alert(1)</script>",
          "\r\nX-Injected: 1",
          "http://127.0.0.1:1/",
          "https://[::1]/",
          "javascript:alert(1)",
          "urn:ietf:wg:oauth:2.0:oob",
          "2026-13-45T99:99:99Z",
          "9999999-01-01",
          "+1000000000-01-01T00:00:00Z",
          "0000-00-00",
          "public",
          "direct",
          "@",
          "@a@b@c",
          "#",
          "anna@127.0.0.1",
          LONG);

  private static final int REMEMBERED = 4_096;

  private final AtomicReferenceArray<String> ids = new AtomicReferenceArray<>(REMEMBERED);

  /** Remembers an id that the server has given out. */
  void remember(String id, Random random) {
    ids.set(random.nextInt(REMEMBERED), id);
  }

  /** An id that exists or did, where any is known. */
  String id(Random random) {
    for (int tries = 0; tries < 8; tries++) {
      String id = ids.get(random.nextInt(REMEMBERED));
      if (id != null) {
        return id;
      }
    }
    return "1";
  }

  static String nasty(Random random) {
    return NASTY.get(random.nextInt(NASTY.size()));
  }

  /** Text for a parameter: in most cases of its kind, so that the call gets deep. */
  String text(String name, JsonNode schema, Random random) {
    return random.nextInt(100) < 35 ? nasty(random) : plausible(name, schema, random);
  }

  private String plausible(String name, JsonNode given, Random random) {
    JsonNode schema = resolve(given);
    if (schema.has("enum")) {
      JsonNode choices = schema.path("enum");
      return choices.get(random.nextInt(choices.size())).asText();
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("id") || lower.endsWith("_id") || lower.endsWith("_ids")) {
      return id(random);
    }
    return switch (schema.path("type").asText()) {
      case "boolean" -> random.nextBoolean() ? "true" : "0";
      case "integer", "number" -> Integer.toString(random.nextInt(-5, 100));
      default ->
          schema.path("format").asText().startsWith("date")
              ? "2026-11-" + (1 + random.nextInt(30)) + "T10:00:00Z"
              : word(random);
    };
  }

  private String word(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "fog";
      case 1 -> "#fog over the lake with @member1 " + random.nextInt();
      case 2 -> "member" + random.nextInt(400);
      case 3 -> "https://example.org/" + random.nextInt(9);
      case 4 -> "home";
      default -> id(random);
    };
  }

  static JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? Contract.DOCUMENT.at(node.path("$ref").asText().substring(1)) : node;
  }
}
