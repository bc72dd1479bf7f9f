package org.flashcrowd.media;

import java.util.Map;

/** The kinds of file that are served, by the ends of their names. Everything else has no URL. */
final class MediaTypes {
  private static final Map<String, String> TYPES =
      Map.of("jpg", "image/jpeg", "png", "image/png", "webp", "image/webp", "gif", "image/gif");

  private MediaTypes() {}

  /** The media type of a file; that of any bytes where the name is not one of a picture. */
  static String of(String name) {
    return TYPES.getOrDefault(extension(name), "application/octet-stream");
  }

  static boolean isPicture(String name) {
    return TYPES.containsKey(extension(name));
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
