package org.flashcrowd.media.image;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The picture of these tests: six patches of known colours, three across and two down, so that
 * every turn and mirror image of it is different, and colours can be measured away from edges.
 */
final class Patches {
  static final List<Color> COLOURS =
      List.of(
          new Color(200, 40, 40),
          new Color(40, 160, 60),
          new Color(50, 70, 190),
          new Color(230, 200, 60),
          new Color(128, 128, 128),
          new Color(30, 30, 35));

  private Patches() {}

  /** Opaque, in plain RGB. */
  static BufferedImage rgb(int width, int height) {
    return drawn(width, height, BufferedImage.TYPE_INT_RGB);
  }

  static BufferedImage drawn(int width, int height, int type) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, COLOURS.get(index(x, y, width, height)).getRGB());
      }
    }
    return image;
  }

  /** The patch at a pixel. */
  static int index(int x, int y, int width, int height) {
    return 3 * (2 * y / height) + 3 * x / width;
  }

  /** The middle of each patch, in the order of {@link #COLOURS}. */
  static Color[] measured(BufferedImage image) {
    Color[] colours = new Color[6];
    for (int i = 0; i < 6; i++) {
      int x = (2 * (i % 3) + 1) * image.getWidth() / 6;
      int y = (2 * (i / 3) + 1) * image.getHeight() / 4;
      colours[i] = new Color(image.getRGB(x, y), true);
    }
    return colours;
  }

  /** How far apart two colours look, as CIE 1976 ΔE in Lab under D65; below 3 is hardly seen. */
  static double difference(Color one, Color other) {
    double[] a = lab(one);
    double[] b = lab(other);
    return Math.sqrt(
        Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
  }

  private static double[] lab(Color colour) {
    double r = linear(colour.getRed());
    double g = linear(colour.getGreen());
    double b = linear(colour.getBlue());
    double x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
    double y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
    double z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double root(double value) {
    return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16.0 / 116;
  }

  static double linear(int value) {
    double share = value / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }
}
