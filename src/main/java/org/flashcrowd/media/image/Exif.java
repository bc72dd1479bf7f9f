package org.flashcrowd.media.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The EXIF block of a picture: a TIFF structure without pixels. Only its orientation is ever
 * carried over, in a block written afresh; everything else is read for {@link ImageDetails} and
 * dropped.
 */
final class Exif {
  /** A picture without EXIF, or with one too broken to read. */
  static final Exif NONE = new Exif(new byte[0]);

  /** Larger blocks are ignored: cameras stay below a JPEG segment's 64 KB. */
  static final int MAX_BYTES = 1024 * 1024;

  /** What precedes the TIFF structure in a JPEG segment. */
  static final byte[] PREFIX = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;

  private final byte[] tiff;

  private Exif(byte[] tiff) {
    this.tiff = tiff;
  }

  /** Wraps a block with or without its JPEG prefix. */
  static Exif of(byte[] block) {
    return new Exif(
        hasPrefix(block) ? Arrays.copyOfRange(block, PREFIX.length, block.length) : block);
  }

  static boolean hasPrefix(byte[] block) {
    return block.length >= PREFIX.length
        && Arrays.equals(block, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
  }

  /** The TIFF structure, to be read only. */
  byte[] tiff() {
    return tiff;
  }

  /** The orientation of the first directory, 1 where there is none or it makes no sense. */
  int orientation() {
    try {
      ByteBuffer in = ByteBuffer.wrap(tiff);
      short order = in.getShort();
      if (order != 0x4949 && order != 0x4d4d) {
        return 1;
      }
      in.order(order == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      in.getShort();
      int directory = in.getInt();
      if (directory < 8 || directory > tiff.length) {
        return 1;
      }
      in.position(directory);
      int entries = in.getShort() & 0xffff;
      for (int i = 0; i < entries; i++) {
        int tag = in.getShort() & 0xffff;
        int type = in.getShort();
        int count = in.getInt();
        int value = in.getShort() & 0xffff;
        in.getShort();
        if (tag == ORIENTATION) {
          return type == SHORT && count == 1 && value >= 1 && value <= 8 ? value : 1;
        }
      }
      return 1;
    } catch (BufferUnderflowException broken) {
      return 1;
    }
  }

  /** A new TIFF structure of one directory with one entry: the orientation. */
  static byte[] onlyOrientation(int orientation) {
    return ByteBuffer.allocate(26)
        .putShort((short) 0x4d4d)
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) ORIENTATION)
        .putShort((short) SHORT)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }
}
