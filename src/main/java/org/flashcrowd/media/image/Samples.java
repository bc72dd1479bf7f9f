package org.flashcrowd.media.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * Decoded channels as ImageIO unpacked them, handed out as rows of 8-bit samples in the picture's
 * own colours.
 */
final class Samples {
  /** What the channels of a row are, in their order. */
  enum Channels {
    GREY(1, false),
    GREY_ALPHA(2, true),
    RGB(3, false),
    RGB_ALPHA(4, true),
    CMYK(4, false);

    final int count;
    final boolean alpha;

    Channels(int count, boolean alpha) {
      this.count = count;
      this.alpha = alpha;
    }
  }

  /** Fills one row of samples. */
  interface Rows {
    void read(int y, byte[] row);
  }

  private final Size size;
  private final Channels channels;
  private final Rows rows;

  Samples(Size size, Channels channels, Rows rows) {
    this.size = size;
    this.channels = channels;
    this.rows = rows;
  }

  /** Grey or RGB, with or without alpha; a palette is looked up, 16 bits are rounded to 8. */
  static Samples of(BufferedImage image) {
    Size size = new Size(image.getWidth(), image.getHeight());
    int type = image.getRaster().getTransferType();
    boolean plain =
        image.getColorModel() instanceof ComponentColorModel
            && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT);
    if (!plain) {
      return new Samples(size, Channels.RGB_ALPHA, (y, row) -> unpackArgb(image, y, row));
    }
    Raster raster = image.getRaster();
    Channels channels =
        switch (raster.getNumBands()) {
          case 1 -> Channels.GREY;
          case 2 -> Channels.GREY_ALPHA;
          case 3 -> Channels.RGB;
          default -> Channels.RGB_ALPHA;
        };
    int[] values = new int[size.width() * channels.count];
    if (type == DataBuffer.TYPE_BYTE) {
      return new Samples(size, channels, (y, row) -> unpack(raster, y, values, row));
    }
    return new Samples(
        size,
        channels,
        (y, row) -> {
          raster.getPixels(0, y, raster.getWidth(), 1, values);
          for (int i = 0; i < values.length; i++) {
            row[i] = (byte) ((values[i] * 255 + 32_767) / 65_535);
          }
        });
  }

  /**
   * The raw channels of a four-colour JPEG, undoing Adobe's transform. All programs store ink
   * inverted, as Adobe's do; libvips and browsers take it so without asking for Adobe's segment.
   */
  static Samples ofCmyk(Raster raster, JpegColours colours) {
    Size size = new Size(raster.getWidth(), raster.getHeight());
    int[] values = new int[size.width() * 4];
    return new Samples(
        size,
        Channels.CMYK,
        (y, row) -> {
          unpack(raster, y, values, row);
          if (colours.transform() == 2) {
            fromYcck(row);
          }
          for (int i = 0; i < row.length; i++) {
            row[i] = (byte) ~row[i];
          }
        });
  }

  private static void unpack(Raster raster, int y, int[] values, byte[] row) {
    raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, values);
    for (int i = 0; i < values.length; i++) {
      row[i] = (byte) values[i];
    }
  }

  private static void unpackArgb(BufferedImage image, int y, byte[] row) {
    int[] argb = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
    for (int i = 0; i < argb.length; i++) {
      row[4 * i] = (byte) (argb[i] >> 16);
      row[4 * i + 1] = (byte) (argb[i] >> 8);
      row[4 * i + 2] = (byte) argb[i];
      row[4 * i + 3] = (byte) (argb[i] >>> 24);
    }
  }

  /** The inverse transform of JFIF, after which the three channels are inks (T.872, 6.5.3). */
  private static void fromYcck(byte[] row) {
    for (int i = 0; i < row.length; i += 4) {
      double light = row[i] & 0xff;
      double blue = (row[i + 1] & 0xff) - 128;
      double red = (row[i + 2] & 0xff) - 128;
      row[i] = clamp(255 - (light + 1.402 * red));
      row[i + 1] = clamp(255 - (light - 0.344136 * blue - 0.714136 * red));
      row[i + 2] = clamp(255 - (light + 1.772 * blue));
    }
  }

  private static byte clamp(double value) {
    return (byte) Math.clamp(Math.round(value), 0, 255);
  }

  Size size() {
    return size;
  }

  Channels channels() {
    return channels;
  }

  /** A buffer for one row. */
  byte[] newRow() {
    return new byte[size.width() * channels.count];
  }

  void read(int y, byte[] row) {
    rows.read(y, row);
  }
}
