package org.flashcrowd.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects the fields of a query string, a form and a multipart body into one tree, by the bracket
 * convention: {@code a[b]=x}, {@code id[]=1}, {@code list[0][name]=x}, {@code list[][name]=x}.
 */
final class FieldTree {
  private static final int MAX_FIELDS = 1_000;
  private static final int MAX_DEPTH = 6;

  private final Map<String, @Nullable Object> root;
  private int fields;

  FieldTree(Map<String, @Nullable Object> root) {
    this.root = root;
  }

  void add(String key, String value) {
    if (++fields > MAX_FIELDS) {
      throw Failure.badRequest("More than " + MAX_FIELDS + " fields");
    }
    List<String> path = path(checked(key));
    put(root, path, 0, checked(value));
  }

  /** Merges an object that was sent as JSON. */
  void addAll(Map<String, @Nullable Object> object) {
    check(object);
    root.putAll(object);
  }

  private static List<String> path(String key) {
    int bracket = key.indexOf('[');
    if (bracket <= 0 || !key.endsWith("]")) {
      return List.of(key);
    }
    List<String> path = new ArrayList<>(4);
    path.add(key.substring(0, bracket));
    for (String part : key.substring(bracket + 1, key.length() - 1).split("]\\[", -1)) {
      path.add(part);
    }
    if (path.size() > MAX_DEPTH) {
      throw Failure.badRequest("A field is nested too deeply");
    }
    return path;
  }

  @SuppressWarnings("unchecked") // Only this class builds these maps and lists.
  private static void put(
      Map<String, @Nullable Object> into, List<String> path, int at, String value) {
    String key = path.get(at);
    if (at == path.size() - 1) {
      Object before = into.get(key);
      if (before == null) {
        into.put(key, value);
      } else {
        ((List<Object>) into.compute(key, (name, old) -> asList(old))).add(value);
      }
    } else if (path.get(at + 1).isEmpty()) {
      List<Object> list = (List<Object>) into.compute(key, (name, old) -> asList(old));
      if (at + 2 == path.size()) {
        list.add(value);
      } else {
        put(lastWithout(list, path.get(at + 2)), path, at + 2, value);
      }
    } else {
      Object inner = into.get(key);
      if (!(inner instanceof Map)) {
        inner = new LinkedHashMap<String, Object>();
        into.put(key, inner);
      }
      put((Map<String, @Nullable Object>) inner, path, at + 1, value);
    }
  }

  private static List<Object> asList(@Nullable Object old) {
    if (old instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    List<Object> list = new ArrayList<>();
    if (old != null) {
      list.add(old);
    }
    return list;
  }

  @SuppressWarnings("unchecked") // As above.
  private static Map<String, @Nullable Object> lastWithout(List<Object> list, String key) {
    if (!list.isEmpty() && list.getLast() instanceof Map<?, ?> last && !last.containsKey(key)) {
      return (Map<String, @Nullable Object>) last;
    }
    Map<String, @Nullable Object> next = new LinkedHashMap<>();
    list.add(next);
    return next;
  }

  private static void check(@Nullable Object value) {
    switch (value) {
      case String text -> checked(text);
      case List<?> list -> list.forEach(FieldTree::check);
      case Map<?, ?> map ->
          map.forEach(
              (key, inner) -> {
                check(key);
                check(inner);
              });
      case null, default -> {}
    }
  }

  /** What neither PostgreSQL nor anybody's screen can hold is refused at the door. */
  private static String checked(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw Failure.unprocessable("Text must not contain the character U+0000");
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw Failure.badRequest("Text is not valid Unicode");
        }
        i++;
      }
    }
    return text;
  }
}
