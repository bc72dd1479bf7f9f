package org.flashcrowd.media.image;

import java.io.IOException;

/** Walks the RIFF chunks of a WebP (RFC 9649) for canvas, frames and EXIF. */
final class WebpHeader {
  static final int ALPHA = 0x10;
  static final int ANIMATION = 0x02;

  private static final int MAX_CHUNKS = 20_000;

  private WebpHeader() {}

  static Header read(HeaderReader in, ImageLimits limits) throws IOException {
    in.skip(4);
    long riff = in.u32le();
    if (riff < 12 || riff + 8 > in.size()) {
      throw ImageRefused.damaged();
    }
    long fileEnd = 8 + riff;
    in.skip(4);
    Canvas canvas = new Canvas();
    Exif exif = Exif.NONE;
    for (int chunks = 0; chunks < MAX_CHUNKS && fileEnd - in.position() >= 8; chunks++) {
      String name = in.fourcc();
      long length = in.u32le();
      long start = in.position();
      if (length > fileEnd - start) {
        throw ImageRefused.damaged();
      }
      switch (name) {
        case "VP8X" -> canvas.extended(in);
        case "VP8 " -> canvas.lossy(in);
        case "VP8L" -> canvas.lossless(in);
        case "ANMF" -> canvas.frames++;
        case "EXIF" -> {
          if (length <= Exif.MAX_BYTES) {
            exif = Exif.of(in.bytes((int) length));
          }
        }
        default -> {}
      }
      limits.check(canvas.width, canvas.height, Math.max(1, canvas.frames));
      in.seek(Math.min(fileEnd, start + length + (length & 1)));
    }
    if (!canvas.hasPixels) {
      throw ImageRefused.damaged();
    }
    return new Header(canvas.info(exif.orientation()), exif);
  }

  /** The measures gathered so far; the extended header, when there is one, comes first. */
  private static final class Canvas {
    int width;
    int height;
    int frames;
    boolean alpha;
    boolean isExtended;
    boolean hasPixels;

    void extended(HeaderReader in) throws IOException {
      if (isExtended || hasPixels) {
        throw ImageRefused.damaged();
      }
      isExtended = true;
      int flags = in.u8();
      alpha = (flags & ALPHA) != 0;
      in.skip(3);
      width = in.u24le() + 1;
      height = in.u24le() + 1;
      hasPixels = (flags & ANIMATION) != 0;
    }

    void lossy(HeaderReader in) throws IOException {
      int frameTag = in.u24le();
      if ((frameTag & 1) != 0 || in.u8() != 0x9d || in.u8() != 0x01 || in.u8() != 0x2a) {
        throw ImageRefused.damaged();
      }
      still(in.u16le() & 0x3fff, in.u16le() & 0x3fff, false);
    }

    void lossless(HeaderReader in) throws IOException {
      if (in.u8() != 0x2f) {
        throw ImageRefused.damaged();
      }
      long bits = in.u32le();
      still((int) (bits & 0x3fff) + 1, (int) (bits >> 14 & 0x3fff) + 1, (bits >> 28 & 1) != 0);
    }

    private void still(int frameWidth, int frameHeight, boolean frameAlpha) {
      if (isExtended && (frameWidth != width || frameHeight != height)) {
        throw ImageRefused.damaged();
      }
      width = frameWidth;
      height = frameHeight;
      alpha |= frameAlpha;
      hasPixels = true;
    }

    ImageInfo info(int orientation) {
      return new ImageInfo(
          ImageFormat.WEBP, width, height, Math.max(1, frames), orientation, alpha);
    }
  }
}
