package org.flashcrowd.media;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a photo's files are in a folder: {@code ab/cd/<key>-<name>}, where abcd starts the key, so
 * that no folder grows large.
 *
 * @param root the media folder
 */
record DiskMediaLayout(Path root) {
  static final int LEVEL = 2;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,32}(\\.[a-z0-9]{2,4})?");

  /** Two levels by the start of the key. */
  Path folder(String key) {
    return root.resolve(key.substring(0, LEVEL)).resolve(key.substring(LEVEL, 2 * LEVEL));
  }

  Path path(String key, String name) {
    requireKey(key);
    if (!isName(name)) {
      throw new IllegalArgumentException("not the name of a media file");
    }
    return folder(key).resolve(key + "-" + name);
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static void requireKey(String key) {
    if (!MediaKey.matches(key)) {
      throw new IllegalArgumentException("not the key of a photo");
    }
  }
}
