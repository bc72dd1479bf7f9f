package org.flashcrowd.media.image;

import java.io.IOException;

/**
 * Walks the marker segments of a JPEG (ITU-T T.81, annex B) up to the first scan, for the frame
 * header and EXIF. Lengths are only skipped over, never allocated.
 */
final class JpegHeader {
  static final int SOI = 0xd8;
  static final int EOI = 0xd9;
  static final int SOS = 0xda;
  static final int APP1 = 0xe1;

  /** Far above any camera's; a file that is all tiny segments is an attack. */
  static final int MAX_SEGMENTS = 5_000;

  private JpegHeader() {}

  static Header read(HeaderReader in, ImageLimits limits) throws IOException {
    in.skip(2);
    Exif exif = Exif.NONE;
    int width = 0;
    int height = 0;
    for (int segments = 0; segments < MAX_SEGMENTS; segments++) {
      int marker = nextMarker(in);
      if (marker == SOS) {
        limits.check(width, height, 1);
        return new Header(
            new ImageInfo(ImageFormat.JPEG, width, height, 1, exif.orientation(), false), exif);
      }
      if (marker == EOI) {
        throw ImageRefused.damaged();
      }
      if (isStandalone(marker)) {
        continue;
      }
      int length = in.u16() - 2;
      long end = in.position() + length;
      if (length < 0 || end > in.size()) {
        throw ImageRefused.damaged();
      }
      if (isFrame(marker)) {
        if (width != 0) {
          throw ImageRefused.damaged();
        }
        checkFrame(marker, length, in.u8());
        height = in.u16();
        width = in.u16();
        limits.check(width, height, 1);
        checkComponents(in.u8());
      } else if (marker == APP1 && exif == Exif.NONE && length >= Exif.PREFIX.length) {
        byte[] block = in.bytes(length);
        exif = Exif.hasPrefix(block) ? Exif.of(block) : exif;
      }
      in.seek(end);
    }
    throw ImageRefused.damaged();
  }

  /** Skips to the next marker: fill bytes and stray bytes are tolerated, as decoders do. */
  static int nextMarker(HeaderReader in) throws IOException {
    while (true) {
      while (in.u8() != 0xff) {
        // Stray bytes between segments: decoders skip them with a warning.
      }
      int marker = in.u8();
      while (marker == 0xff) {
        marker = in.u8();
      }
      if (marker != 0) {
        return marker;
      }
    }
  }

  /** TEM, RST0–7 and SOI have no length. */
  static boolean isStandalone(int marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= SOI);
  }

  /** SOF0–15 without DHT, JPG and DAC, which lie among them. */
  static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static void checkFrame(int marker, int length, int precision) {
    if (length < 6) {
      throw ImageRefused.damaged();
    }
    if (marker > 0xc2) {
      throw new ImageRefused(
          "Only baseline and progressive JPEG is accepted, not lossless or arithmetic coding");
    }
    if (precision != 8) {
      throw new ImageRefused("Only JPEG of 8 bits a channel is accepted");
    }
  }

  private static void checkComponents(int components) {
    if (components != 1 && components != 3 && components != 4) {
      throw new ImageRefused("A JPEG has 1, 3 or 4 channels; this one has " + components);
    }
  }
}
