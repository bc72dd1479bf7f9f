package org.flashcrowd.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Binds settings to records by the names of their components, noting every problem on the way. */
final class Binder {
  private final Map<String, String> sources;
  private final Set<String> known;
  private final Path home;
  private final List<String> problems;

  Binder(Map<String, String> sources, Set<String> known, Path home, List<String> problems) {
    this.sources = sources;
    this.known = known;
    this.home = home;
    this.problems = problems;
  }

  <T extends Record> @Nullable T bind(Class<T> type, ObjectNode settings) {
    return type.cast(section(type, settings, ""));
  }

  private @Nullable Object section(Class<?> type, ObjectNode settings, String path) {
    int before = problems.size();
    RecordComponent[] components = type.getRecordComponents();
    reportUnknown(components, settings, path);
    @Nullable Object[] values = new Object[components.length];
    for (int index = 0; index < components.length; index++) {
      RecordComponent component = components[index];
      String key = Keys.key(component);
      values[index] = value(component, settings.path(key), Keys.join(path, key));
    }
    return problems.size() > before ? null : construct(type, components, values);
  }

  private void reportUnknown(RecordComponent[] components, ObjectNode settings, String path) {
    Set<String> names = new TreeSet<>(Arrays.stream(components).map(Keys::key).toList());
    settings
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                reportUnknown(Keys.join(path, name), names, path);
              }
            });
  }

  private void reportUnknown(String unknown, Set<String> siblings, String path) {
    Set<String> candidates = new TreeSet<>(known);
    siblings.forEach(name -> candidates.add(Keys.join(path, name)));
    problems.add(
        unknown
            + source(unknown)
            + ": no such key"
            + Nearest.to(unknown, candidates)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; conf/flashcrowd.yaml lists them all"));
  }

  private @Nullable Object value(RecordComponent component, JsonNode node, String path) {
    Class<?> type = component.getType();
    if (type.isRecord() && !Values.isText(type)) {
      return node instanceof ObjectNode settings
          ? section(type, settings, path)
          : problem(path, node, "must be a section of keys and values");
    }
    if (type == List.class) {
      return list(component, node, path);
    }
    return scalar(component, type, node, path);
  }

  private @Nullable Object list(RecordComponent component, JsonNode node, String path) {
    if (!(node instanceof ArrayNode items)) {
      return problem(path, node, "must be a list such as [a, b]");
    }
    Class<?> type =
        (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    List<Object> values = new ArrayList<>();
    for (int index = 0; index < items.size(); index++) {
      String item = path + "[" + index + "]";
      Object value =
          !type.isRecord() || Values.isText(type)
              ? scalar(component, type, items.get(index), item)
              : items.get(index) instanceof ObjectNode settings
                  ? section(type, settings, item)
                  : problem(item, items.get(index), "must be a set of keys, as {name: small, …}");
      if (value != null) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }

  private @Nullable Object scalar(
      RecordComponent component, Class<?> type, JsonNode node, String path) {
    if (node.isMissingNode() || node.isNull() || node.isContainerNode()) {
      return problem(path, type == Secret.class ? null : node, Values.expected(type));
    }
    String text = node.asText().strip();
    if (text.isEmpty() && component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return null;
    }
    try {
      Object value = Values.parse(type, text, home);
      Values.checkRange(type, value, component.getAnnotation(Range.class));
      return value;
    } catch (IllegalArgumentException impossible) {
      String message = impossible.getMessage();
      return problem(
          path,
          type == Secret.class ? null : node,
          message == null ? Values.expected(type) : message);
    }
  }

  private @Nullable Object problem(String path, @Nullable JsonNode node, String message) {
    String value = node == null || node.isMissingNode() ? "" : " = " + abbreviated(node);
    problems.add(path + value + source(path) + ": " + message);
    return null;
  }

  private static String abbreviated(JsonNode node) {
    String text = node.isValueNode() ? node.asText() : node.toString();
    return text.isEmpty() ? "\"\"" : text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }

  private String source(String path) {
    int item = path.indexOf('[');
    String source = sources.get(item < 0 ? path : path.substring(0, item));
    return source == null ? "" : " (" + source + ")";
  }

  private static Object construct(
      Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("cannot build " + type.getName(), impossible);
    }
  }
}
