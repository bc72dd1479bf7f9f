package org.flashcrowd.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How keys, record components and environment variables name the same setting. */
final class Keys {
  private Keys() {}

  /** {@code maxBody} is {@code max_body} in the file. */
  static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** {@code http.max_body} is {@code FLASHCROWD_HTTP_MAX_BODY} in the environment. */
  static String variable(String path) {
    return "FLASHCROWD_" + path.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  static String join(String section, String key) {
    return section.isEmpty() ? key : section + "." + key;
  }

  /** Every path of {@code tree} that holds a value, with it, in the order of the file. */
  static Map<String, JsonNode> leaves(JsonNode tree) {
    Map<String, JsonNode> leaves = new LinkedHashMap<>();
    collect("", tree, leaves);
    return leaves;
  }

  private static void collect(String path, JsonNode node, Map<String, JsonNode> leaves) {
    if (node.isObject()) {
      node.properties().forEach(e -> collect(join(path, e.getKey()), e.getValue(), leaves));
    } else {
      leaves.put(path, node);
    }
  }
}
