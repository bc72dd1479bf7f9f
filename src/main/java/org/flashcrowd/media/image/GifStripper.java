package org.flashcrowd.media.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Copies the frames, colour tables and timing of a GIF, and how often it loops. Comments, XMP,
 * plain text and every other extension go.
 */
final class GifStripper {
  private static final int APPLICATION = 0xff;
  private static final byte[] NETSCAPE = "NETSCAPE2.0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] ANIMEXTS = "ANIMEXTS1.0".getBytes(StandardCharsets.ISO_8859_1);

  private final HeaderReader in;
  private final OutputStream out;

  GifStripper(HeaderReader in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  void strip() throws IOException {
    // Version, screen and the global colour table it announces.
    byte[] screen = in.bytes(13);
    out.write(screen);
    in.copy(GifHeader.colourTable(screen[10]), out);
    while (in.remaining() > 0) {
      int block = in.u8();
      if (block == GifHeader.IMAGE) {
        copyImage();
      } else if (block == GifHeader.EXTENSION) {
        copyExtension(in.u8());
      } else {
        break;
      }
    }
    out.write(GifHeader.TRAILER);
  }

  private void copyImage() throws IOException {
    byte[] descriptor = in.bytes(9);
    out.write(GifHeader.IMAGE);
    out.write(descriptor);
    in.copy(GifHeader.colourTable(descriptor[8]) + 1L, out);
    for (int length = in.u8(); length != 0; length = in.u8()) {
      out.write(length);
      in.copy(length, out);
    }
    out.write(0);
  }

  private void copyExtension(int label) throws IOException {
    int length = in.u8();
    byte[] first = in.bytes(length);
    if (label == GifHeader.GRAPHIC_CONTROL && length == 4) {
      out.write(new byte[] {GifHeader.EXTENSION, (byte) label, 4});
      out.write(first);
      out.write(0);
    }
    boolean loops =
        label == APPLICATION && (Arrays.equals(first, NETSCAPE) || Arrays.equals(first, ANIMEXTS));
    while (length != 0) {
      length = in.u8();
      byte[] body = in.bytes(length);
      if (loops && length == 3 && body[0] == 1) {
        writeLoop(body);
        loops = false;
      }
    }
  }

  private void writeLoop(byte[] count) throws IOException {
    out.write(new byte[] {GifHeader.EXTENSION, (byte) APPLICATION, (byte) NETSCAPE.length});
    out.write(NETSCAPE);
    out.write(3);
    out.write(count);
    out.write(0);
  }
}
