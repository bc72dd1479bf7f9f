package org.flashcrowd.faults;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads one answer after the other of a connection, and no more of them than a load has to know.
 */
final class AnswerReader {
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] RETRY = "retry-after:".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_HEAD = 16 * 1024;

  private final byte[] head = new byte[LONGEST_HEAD];
  private int length;
  private long left;
  private boolean inBody;
  private int status;
  private boolean retryAfter;

  int status() {
    return status;
  }

  boolean retryAfter() {
    return retryAfter;
  }

  /** Takes in what has come; says whether that was the answer's end. */
  boolean complete(ByteBuffer bytes) {
    if (!inBody) {
      int had = length;
      int more = Math.min(bytes.remaining(), LONGEST_HEAD - length);
      bytes.get(bytes.position(), head, length, more);
      length += more;
      int end = endOfHead(Math.max(0, had - 3));
      if (end < 0) {
        return false;
      }
      bytes.position(bytes.position() + end - had);
      parse(end);
      inBody = true;
    }
    left -= bytes.remaining();
    if (left > 0) {
      return false;
    }
    inBody = false;
    length = 0;
    return true;
  }

  private int endOfHead(int from) {
    for (int i = from; i + 3 < length; i++) {
      if (head[i] == '\r' && head[i + 1] == '\n' && head[i + 2] == '\r' && head[i + 3] == '\n') {
        return i + 4;
      }
    }
    return -1;
  }

  private void parse(int end) {
    status = 100 * (head[9] - '0') + 10 * (head[10] - '0') + head[11] - '0';
    retryAfter = false;
    left = -1;
    for (int i = 12; i < end; i++) {
      if (head[i] == '\n') {
        if (startsWith(i + 1, RETRY)) {
          retryAfter = true;
        } else if (startsWith(i + 1, LENGTH)) {
          left = number(i + 1 + LENGTH.length);
        }
      }
    }
    if (left < 0) {
      throw new IllegalStateException(
          "an answer without a length:\n"
              + new String(head, 0, end, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT));
    }
  }

  private boolean startsWith(int at, byte[] name) {
    for (int i = 0; i < name.length; i++) {
      if ((head[at + i] | 0x20) != (name[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private long number(int from) {
    long number = 0;
    for (int i = from; head[i] != '\r'; i++) {
      if (head[i] != ' ') {
        number = 10 * number + head[i] - '0';
      }
    }
    return number;
  }
}
