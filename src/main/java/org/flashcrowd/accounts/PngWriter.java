package org.flashcrowd.accounts;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes small opaque pictures as PNG (W3C, third edition), without a desktop's libraries. */
final class PngWriter {
  /** The colour of a pixel, as 0xRRGGBB. */
  @FunctionalInterface
  interface Painter {
    int colour(int x, int y);
  }

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte EIGHT_BITS = 8;
  private static final byte TRUE_COLOUR = 2;
  private static final byte FILTER_UP = 2;

  private PngWriter() {}

  static Buffer write(int width, int height, Painter painter) {
    Buffer header =
        Buffer.buffer()
            .appendInt(width)
            .appendInt(height)
            .appendByte(EIGHT_BITS)
            .appendByte(TRUE_COLOUR)
            .appendBytes(new byte[3]);
    Buffer png = Buffer.buffer(SIGNATURE);
    chunk(png, "IHDR", header.getBytes());
    chunk(png, "IDAT", deflated(scanlines(width, height, painter)));
    chunk(png, "IEND", new byte[0]);
    return png;
  }

  /** Each line as its difference from the one above, which is nearly nothing in a gradient. */
  private static byte[] scanlines(int width, int height, Painter painter) {
    byte[] lines = new byte[height * (1 + width * 3)];
    byte[] above = new byte[width * 3];
    int at = 0;
    for (int y = 0; y < height; y++) {
      lines[at++] = FILTER_UP;
      for (int x = 0; x < width; x++) {
        int colour = painter.colour(x, y);
        for (int channel = 0; channel < 3; channel++) {
          byte value = (byte) (colour >> (16 - 8 * channel));
          int i = x * 3 + channel;
          lines[at++] = (byte) (value - above[i]);
          above[i] = value;
        }
      }
    }
    return lines;
  }

  private static byte[] deflated(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater)) {
      stream.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      deflater.end();
    }
    return out.toByteArray();
  }

  private static void chunk(Buffer png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    png.appendInt(data.length).appendBytes(name).appendBytes(data).appendInt((int) crc.getValue());
  }
}
