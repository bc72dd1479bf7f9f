package org.flashcrowd.media;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file, as a {@code Range} header asks for it (RFC 9110, section 14).
 *
 * @param offset of its first byte
 * @param length 0 when no byte of the file is in it, which is answered 416
 */
record ByteRange(long offset, long length) {
  private static final Pattern SINGLE =
      Pattern.compile("(?i)bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /**
   * The part that the header asks for. Empty, so that the whole file is sent, when it is malformed
   * or asks for several parts.
   *
   * @param size of the file
   */
  static Optional<ByteRange> parse(String header, long size) {
    Matcher asked = SINGLE.matcher(header);
    if (!asked.matches() || (asked.group(1).isEmpty() && asked.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (asked.group(1).isEmpty()) {
      long length = Math.min(Long.parseLong(asked.group(2)), size);
      return Optional.of(new ByteRange(size - length, length));
    }
    long first = Long.parseLong(asked.group(1));
    long last = asked.group(2).isEmpty() ? size - 1 : Long.parseLong(asked.group(2));
    if (!asked.group(2).isEmpty() && last < first) {
      return Optional.empty();
    }
    long end = Math.min(last, size - 1);
    return Optional.of(new ByteRange(first, Math.max(0, end - first + 1)));
  }

  /** The {@code Content-Range} of the answer. */
  String contentRange(long size) {
    return length == 0
        ? "bytes */" + size
        : "bytes %d-%d/%d".formatted(offset, offset + length - 1, size);
  }
}
