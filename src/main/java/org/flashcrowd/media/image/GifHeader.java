package org.flashcrowd.media.image;

import java.io.IOException;

/** Walks the blocks of a GIF (GIF89a specification) and counts its frames, stopping at a limit. */
final class GifHeader {
  static final int EXTENSION = 0x21;
  static final int IMAGE = 0x2c;
  static final int TRAILER = 0x3b;
  static final int GRAPHIC_CONTROL = 0xf9;

  /** Extensions a frame may carry on average before the file is taken for an attack. */
  private static final int MAX_EXTENSIONS = 20_000;

  private GifHeader() {}

  static Header read(HeaderReader in, ImageLimits limits) throws IOException {
    in.skip(6);
    int width = in.u16le();
    int height = in.u16le();
    int packed = in.u8();
    in.skip(2L + colourTable(packed));
    int frames = 0;
    int extensions = 0;
    boolean alpha = false;
    while (in.remaining() > 0) {
      int block = in.u8();
      if (block == TRAILER) {
        break;
      } else if (block == EXTENSION) {
        if (++extensions > MAX_EXTENSIONS) {
          throw ImageRefused.damaged();
        }
        int label = in.u8();
        if (label == GRAPHIC_CONTROL && in.u8() == 4) {
          alpha |= (in.u8() & 1) != 0;
          in.skip(3);
        }
        skipSubBlocks(in);
      } else if (block == IMAGE) {
        int left = in.u16le();
        int top = in.u16le();
        // Frames that reach beyond the screen enlarge it: what a decoder will allocate.
        width = Math.max(width, left + in.u16le());
        height = Math.max(height, top + in.u16le());
        in.skip(colourTable(in.u8()) + 1L);
        skipSubBlocks(in);
        limits.check(width, height, ++frames);
      } else {
        throw ImageRefused.damaged();
      }
    }
    limits.check(width, height, frames);
    return new Header(new ImageInfo(ImageFormat.GIF, width, height, frames, 1, alpha), Exif.NONE);
  }

  /** The bytes of the colour table that these flags announce. */
  static int colourTable(int packed) {
    return (packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1);
  }

  private static void skipSubBlocks(HeaderReader in) throws IOException {
    for (int length = in.u8(); length != 0; length = in.u8()) {
      in.skip(length);
    }
  }
}
