package org.flashcrowd.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the text of one setting into the type of its record component. */
final class Values {
  private static final Set<Class<?>> WRITTEN_AS_TEXT =
      Set.of(Secret.class, Rate.class, AddressRange.class);

  private Values() {}

  /** Whether a record stands for one value, not for a section. */
  static boolean isText(Class<?> type) {
    return WRITTEN_AS_TEXT.contains(type);
  }

  /**
   * Reads {@code text}.
   *
   * @throws IllegalArgumentException whose message says what the value must be
   */
  static Object parse(Class<?> type, String text, Path home) {
    if (type.isEnum()) {
      return constant(type, text);
    }
    return switch (type.getSimpleName()) {
      case "int" -> integer(text);
      case "long" -> Units.size(text);
      case "boolean" -> bool(text);
      case "String" -> text;
      case "Duration" -> Units.duration(text);
      case "Path" -> path(text, home);
      case "URI" -> uri(text);
      case "Secret" -> new Secret(text);
      case "Rate" -> Rate.parse(text);
      case "AddressRange" -> AddressRange.parse(text);
      default -> throw new IllegalStateException("no reader for settings of " + type);
    };
  }

  /** What a value of {@code type} must look like. */
  static String expected(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "int" -> "must be a whole number";
      case "boolean" -> "must be true or false";
      case "URI" -> "must be an absolute URL such as https://photos.example";
      case "String", "Secret" -> "must be text; write \"\" for none";
      default -> "must be one value";
    };
  }

  private static Object constant(Class<?> type, String text) {
    Object[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> written(constant).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Arrays.stream(constants)
                        .map(Values::written)
                        .collect(Collectors.joining(", ", "must be one of ", ""))));
  }

  private static String written(Object constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }

  private static int integer(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(expected(int.class), notANumber);
    }
  }

  private static boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(expected(boolean.class));
    };
  }

  private static Path path(String text, Path home) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("must be a directory");
    }
    return home.resolve(text).normalize();
  }

  private static URI uri(String text) {
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      throw new IllegalArgumentException(expected(URI.class), malformed);
    }
    throw new IllegalArgumentException(expected(URI.class));
  }

  /**
   * Compares a value with its range.
   *
   * @throws IllegalArgumentException where it lies outside
   */
  static void checkRange(Class<?> type, Object value, @Nullable Range range) {
    if (range == null) {
      return;
    }
    if (compare(type, value, range.min()) < 0 || compare(type, value, range.max()) > 0) {
      throw new IllegalArgumentException("must be from " + range.min() + " to " + range.max());
    }
  }

  private static int compare(Class<?> type, Object value, String bound) {
    return switch (type.getSimpleName()) {
      case "int" -> Integer.compare((Integer) value, integer(bound));
      case "long" -> Long.compare((Long) value, Units.size(bound));
      default -> ((Duration) value).compareTo(Units.duration(bound));
    };
  }
}
