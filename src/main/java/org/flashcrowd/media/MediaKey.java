package org.flashcrowd.media;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The unguessable part of the names of a photo's files: 128 random bits, written as 32 hexadecimal
 * digits. Knowing it is the permission to read the photo.
 */
final class MediaKey {
  private static final int BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");

  private MediaKey() {}

  static String random() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static boolean matches(String text) {
    return KEY.matcher(text).matches();
  }
}
