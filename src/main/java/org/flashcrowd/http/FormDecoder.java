package org.flashcrowd.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Decodes {@code application/x-www-form-urlencoded} (WHATWG URL, section 5.1) strictly: a broken
 * escape or invalid UTF-8 is a 400 and not a replacement character.
 */
final class FormDecoder {
  private FormDecoder() {}

  static void decode(String form, BiConsumer<String, String> field) {
    int start = 0;
    while (start <= form.length()) {
      int end = form.indexOf('&', start);
      end = end < 0 ? form.length() : end;
      if (end > start) {
        int equals = form.indexOf('=', start);
        boolean valued = equals >= 0 && equals < end;
        field.accept(
            unescape(form.substring(start, valued ? equals : end), true),
            valued ? unescape(form.substring(equals + 1, end), true) : "");
      }
      start = end + 1;
    }
  }

  /**
   * Replaces percent escapes.
   *
   * @param form whether a plus is a space, as in forms and query strings but not in paths
   */
  static String unescape(String text, boolean form) {
    if (text.indexOf('%') < 0 && (!form || text.indexOf('+') < 0) && isAscii(text)) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    byte[] decoded = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      byte b = raw[i];
      if (b == '%') {
        int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
        int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          throw Failure.badRequest("A percent sign is not followed by two hexadecimal digits");
        }
        b = (byte) (high << 4 | low);
        i += 2;
      } else if (b == '+' && form) {
        b = ' ';
      }
      decoded[length++] = b;
    }
    return utf8(ByteBuffer.wrap(decoded, 0, length));
  }

  static String utf8(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException malformed) {
      throw Failure.badRequest("The request is not valid UTF-8");
    }
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
