package org.flashcrowd.media.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads numbers and short runs of bytes from a file through one small window, so that a header is
 * walked without reading, or holding, what it skips. The end of the file is {@link ImageRefused}.
 */
final class HeaderReader implements Closeable {
  private static final int WINDOW = 16 * 1024;

  private final FileChannel channel;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
  private long windowStart;

  HeaderReader(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    size = channel.size();
  }

  long size() {
    return size;
  }

  long position() {
    return windowStart + window.position();
  }

  long remaining() {
    return size - position();
  }

  /** Moves to an absolute offset, which may be the end of the file but not beyond it. */
  void seek(long position) {
    if (position < 0 || position > size) {
      throw ImageRefused.damaged();
    }
    long within = position - windowStart;
    if (within >= 0 && within <= window.limit()) {
      window.position((int) within);
    } else {
      windowStart = position;
      window.position(0).limit(0);
    }
  }

  void skip(long count) {
    if (count < 0 || count > remaining()) {
      throw ImageRefused.damaged();
    }
    seek(position() + count);
  }

  int u8() throws IOException {
    if (!window.hasRemaining()) {
      refill();
    }
    return window.get() & 0xff;
  }

  int u16() throws IOException {
    return u8() << 8 | u8();
  }

  long u32() throws IOException {
    return (long) u16() << 16 | u16();
  }

  int u16le() throws IOException {
    return u8() | u8() << 8;
  }

  int u24le() throws IOException {
    return u16le() | u8() << 16;
  }

  long u32le() throws IOException {
    return u16le() | (long) u16le() << 16;
  }

  /** The next bytes; the caller has bounded {@code count}. */
  byte[] bytes(int count) throws IOException {
    if (count < 0 || count > remaining()) {
      throw ImageRefused.damaged();
    }
    byte[] bytes = new byte[count];
    int filled = 0;
    while (filled < count) {
      if (!window.hasRemaining()) {
        refill();
      }
      int run = Math.min(count - filled, window.remaining());
      window.get(bytes, filled, run);
      filled += run;
    }
    return bytes;
  }

  /** The next four bytes as a chunk's name. */
  String fourcc() throws IOException {
    return new String(bytes(4), StandardCharsets.ISO_8859_1);
  }

  /** Copies the next bytes to {@code out}, through the window. */
  void copy(long count, OutputStream out) throws IOException {
    if (count < 0 || count > remaining()) {
      throw ImageRefused.damaged();
    }
    for (long left = count; left > 0; ) {
      if (!window.hasRemaining()) {
        refill();
      }
      int run = (int) Math.min(left, window.remaining());
      out.write(window.array(), window.position(), run);
      window.position(window.position() + run);
      left -= run;
    }
  }

  /** Copies up to the next byte of this value, which is then the next to be read. */
  void copyUntil(byte value, OutputStream out) throws IOException {
    while (true) {
      if (!window.hasRemaining()) {
        refill();
      }
      int from = window.position();
      int at = from;
      byte[] bytes = window.array();
      while (at < window.limit() && bytes[at] != value) {
        at++;
      }
      out.write(bytes, from, at - from);
      window.position(at);
      if (at < window.limit()) {
        return;
      }
    }
  }

  private void refill() throws IOException {
    windowStart = position();
    window.clear();
    int read = channel.read(window, windowStart);
    window.flip();
    if (read <= 0) {
      throw ImageRefused.damaged();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
