package org.flashcrowd.media;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a photo's files are, in a folder or in a bucket: {@code ab/cd/<key>-<name>}, where abcd
 * starts the key, so that no folder grows large. The two are the same, so that one can be copied to
 * the other.
 *
 * @param root the media folder
 */
record MediaLayout(Path root) {
  static final int LEVEL = 2;
  private static final String WITHHELD = ".held";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,32}(\\.[a-z0-9]{2,4})?");

  /** Two levels by the start of the key. */
  Path folder(String key) {
    return root.resolve(key.substring(0, LEVEL)).resolve(key.substring(LEVEL, 2 * LEVEL));
  }

  Path path(String key, String name) {
    return root.resolve(object(key, name));
  }

  /** The same as the name of an object. */
  static String object(String key, String name) {
    requireKey(key);
    if (!isName(name)) {
      throw new IllegalArgumentException("not the name of a media file");
    }
    return prefix(key) + key + "-" + name;
  }

  /** What the names of the objects begin with whose keys begin so. */
  static String prefix(String key) {
    return key.substring(0, LEVEL) + "/" + key.substring(LEVEL, 2 * LEVEL) + "/";
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static void requireKey(String key) {
    if (!MediaKey.matches(key)) {
      throw new IllegalArgumentException("not the key of a photo");
    }
  }

  /** The name of a picture that is kept from being found. No name that is asked for is one. */
  static String withheld(String name) {
    return name + WITHHELD;
  }

  static boolean isWithheld(String name) {
    return name.endsWith(WITHHELD);
  }

  static String released(String withheld) {
    return withheld.substring(0, withheld.length() - WITHHELD.length());
  }

  /** What a file of this name, without its folders, is; empty for what is no file of a photo. */
  static Optional<MediaStore.Entry> entry(String file, Instant written) {
    int dash = file.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    String key = file.substring(0, dash);
    String name = file.substring(dash + 1);
    return MediaKey.matches(key) && isName(name)
        ? Optional.of(new MediaStore.Entry(key, name, written))
        : Optional.empty();
  }
}
