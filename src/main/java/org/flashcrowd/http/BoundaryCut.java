package org.flashcrowd.http;

import io.vertx.core.buffer.Buffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Notices whether a multipart body was cut, by the network or by its sender, between the CR and the
 * LF that come before a boundary. Netty's decoder then adds the CR to the field or file that ends
 * there (netty/netty#17383, still so in 4.2.10), which happens to one in some thousands of uploads.
 */
final class BoundaryCut {
  private static final Pattern BOUNDARY =
      Pattern.compile("boundary=\"?([^\";]{1,200})\"?", Pattern.CASE_INSENSITIVE);

  private final String delimiter;
  private boolean afterCr;
  private boolean seen;

  /**
   * @param contentType of the body; one without a boundary has no cuts
   */
  BoundaryCut(String contentType) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    this.delimiter = boundary.find() ? "--" + boundary.group(1).trim() : "\0";
  }

  /** Takes the next chunk of the body as it came. */
  void next(Buffer chunk) {
    if (chunk.length() == 0) {
      return;
    }
    if (afterCr && chunk.getByte(0) == '\n') {
      int end = Math.min(chunk.length(), 1 + delimiter.length());
      seen |= delimiter.startsWith(chunk.getString(1, end, "ISO-8859-1"));
    }
    afterCr = chunk.getByte(chunk.length() - 1) == '\r';
  }

  /** Whether there was one: a part that ends in a CR then has it from the boundary. */
  boolean seen() {
    return seen;
  }
}
