package org.flashcrowd.media.image;

import java.io.IOException;

/** Walks the chunks of a PNG (W3C PNG, third edition) up to the first of its pixels. */
final class PngHeader {
  static final int SIGNATURE_BYTES = 8;

  /** Far above any real file's; a file that is all tiny chunks is an attack. */
  private static final int MAX_CHUNKS = 5_000;

  private static final int CRC = 4;

  private PngHeader() {}

  static Header read(HeaderReader in, ImageLimits limits) throws IOException {
    in.skip(SIGNATURE_BYTES);
    if (in.u32() != 13 || !in.fourcc().equals("IHDR")) {
      throw ImageRefused.damaged();
    }
    long width = in.u32();
    long height = in.u32();
    limits.check(width, height, 1);
    int depth = in.u8();
    int colour = in.u8();
    checkColour(depth, colour);
    in.skip(3 + CRC);
    boolean alpha = colour == 4 || colour == 6;
    long frames = 1;
    Exif exif = Exif.NONE;
    for (int chunks = 0; chunks < MAX_CHUNKS; chunks++) {
      long length = in.u32();
      String name = in.fourcc();
      if (length + CRC > in.remaining()) {
        throw ImageRefused.damaged();
      }
      long end = in.position() + length + CRC;
      switch (name) {
        case "IDAT" -> {
          return new Header(
              new ImageInfo(
                  ImageFormat.PNG,
                  (int) width,
                  (int) height,
                  (int) frames,
                  exif.orientation(),
                  alpha),
              exif);
        }
        case "IEND" -> throw ImageRefused.damaged();
        case "tRNS" -> alpha = true;
        case "acTL" -> {
          frames = Math.max(1, in.u32());
          limits.check(width, height, frames);
        }
        case "eXIf" -> {
          if (length <= Exif.MAX_BYTES) {
            exif = Exif.of(in.bytes((int) length));
          }
        }
        default -> {}
      }
      in.seek(end);
    }
    throw ImageRefused.damaged();
  }

  private static void checkColour(int depth, int colour) {
    boolean known =
        switch (colour) {
          case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
          case 3 -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
          case 2, 4, 6 -> depth == 8 || depth == 16;
          default -> false;
        };
    if (!known) {
      throw ImageRefused.damaged();
    }
  }
}
