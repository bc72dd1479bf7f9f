package org.flashcrowd.media.image;

/**
 * Encodes a picture as a BlurHash and paints it again, after the description in {@code
 * Algorithm.md} of woltapp/blurhash: the lowest terms of a cosine transform of the linear colours,
 * quantised, written in base 83. Cosine products are summed over all pixels, so it is given a tiny
 * picture.
 */
public final class Blurhash {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";

  /** The steps to one side of zero in which a term's channel is written. */
  private static final int HALF_STEPS = 9;

  private static final int LEVELS = 2 * HALF_STEPS + 1;

  private Blurhash() {}

  /**
   * The hash of pixels given as 0xAARRGGBB by rows; transparency is laid on white.
   *
   * @param across terms along the width, 1 to 9
   * @param down terms along the height, 1 to 9
   */
  static String encode(int[] argb, Size size, int across, int down) {
    double[][] pixels = linear(argb);
    double[][] terms = new double[across * down][];
    double largest = 0;
    for (int v = 0; v < down; v++) {
      for (int u = 0; u < across; u++) {
        double[] term = term(pixels, size, u, v);
        terms[v * across + u] = term;
        if (u + v > 0) {
          for (double channel : term) {
            largest = Math.max(largest, Math.abs(channel));
          }
        }
      }
    }
    // The scale of all terms but the average: one digit, in steps of 1/166.
    int step = across * down > 1 ? (int) Math.clamp(Math.floor(largest * 166 - 0.5), 0, 82) : 0;
    double scale = (step + 1) / 166.0;
    StringBuilder hash = new StringBuilder();
    append(hash, across - 1 + (down - 1) * 9, 1);
    append(hash, step, 1);
    append(hash, average(terms[0]), 4);
    for (int i = 1; i < terms.length; i++) {
      append(hash, quantised(terms[i], scale), 2);
    }
    return hash.toString();
  }

  /** One term of the transform: the mean of colour × cosines, doubled for all but the average. */
  private static double[] term(double[][] pixels, Size size, int u, int v) {
    double[] sum = new double[3];
    for (int y = 0; y < size.height(); y++) {
      double down = Math.cos(Math.PI * v * y / size.height());
      for (int x = 0; x < size.width(); x++) {
        double weight = down * Math.cos(Math.PI * u * x / size.width());
        double[] pixel = pixels[y * size.width() + x];
        for (int channel = 0; channel < 3; channel++) {
          sum[channel] += weight * pixel[channel];
        }
      }
    }
    double factor = (u + v == 0 ? 1.0 : 2.0) / pixels.length;
    for (int channel = 0; channel < 3; channel++) {
      sum[channel] *= factor;
    }
    return sum;
  }

  private static double[][] linear(int[] argb) {
    double[][] pixels = new double[argb.length][3];
    for (int i = 0; i < argb.length; i++) {
      double opacity = (argb[i] >>> 24) / 255.0;
      for (int channel = 0; channel < 3; channel++) {
        double value = (argb[i] >> (16 - 8 * channel) & 0xff) / 255.0;
        pixels[i][channel] = toLinear(value * opacity + 1 - opacity);
      }
    }
    return pixels;
  }

  private static int average(double[] term) {
    int rgb = 0;
    for (double channel : term) {
      rgb = rgb << 8 | (int) Math.round(fromLinear(Math.clamp(channel, 0, 1)) * 255);
    }
    return rgb;
  }

  private static int quantised(double[] term, double scale) {
    int value = 0;
    for (double channel : term) {
      double share = channel / scale;
      double root = Math.copySign(Math.sqrt(Math.abs(share)), share);
      value =
          value * LEVELS
              + (int) Math.clamp(Math.floor(root * HALF_STEPS + HALF_STEPS + 0.5), 0, LEVELS - 1);
    }
    return value;
  }

  private static void append(StringBuilder hash, int value, int digits) {
    int unit = 1;
    for (int i = 1; i < digits; i++) {
      unit *= DIGITS.length();
    }
    for (; unit > 0; unit /= DIGITS.length()) {
      hash.append(DIGITS.charAt(value / unit % DIGITS.length()));
    }
  }

  /**
   * Paints a hash, as 0xAARRGGBB by rows.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static int[] paint(String hash, int width, int height) {
    int shape = hash.length() < 6 ? -1 : number(hash, 0, 1);
    int across = shape % 9 + 1;
    int down = shape / 9 + 1;
    if (shape < 0 || hash.length() != 4 + 2 * across * down) {
      throw new IllegalArgumentException("no blurhash: " + hash);
    }
    double scale = (number(hash, 1, 1) + 1) / 166.0;
    double[][] terms = new double[across * down][];
    terms[0] = linearOf(number(hash, 2, 4));
    for (int i = 1; i < terms.length; i++) {
      terms[i] = restored(number(hash, 4 + 2 * i, 2), scale);
    }
    int[] argb = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double[] colour = sum(terms, across, (double) x / width, (double) y / height);
        argb[y * width + x] = 0xff000000 | average(colour);
      }
    }
    return argb;
  }

  /** The colour at a point; both coordinates go from 0 to 1. */
  private static double[] sum(double[][] terms, int across, double x, double y) {
    double[] colour = new double[3];
    for (int i = 0; i < terms.length; i++) {
      int u = i % across;
      int v = i / across;
      double weight = Math.cos(Math.PI * u * x) * Math.cos(Math.PI * v * y);
      for (int channel = 0; channel < 3; channel++) {
        colour[channel] += weight * terms[i][channel];
      }
    }
    return colour;
  }

  private static double[] linearOf(int rgb) {
    double[] colour = new double[3];
    for (int channel = 0; channel < 3; channel++) {
      colour[channel] = toLinear((rgb >> (16 - 8 * channel) & 0xff) / 255.0);
    }
    return colour;
  }

  private static double[] restored(int value, double scale) {
    double[] term = new double[3];
    int rest = value;
    for (int channel = 2; channel >= 0; channel--) {
      double root = (double) (rest % LEVELS - HALF_STEPS) / HALF_STEPS;
      term[channel] = Math.copySign(root * root, root) * scale;
      rest /= LEVELS;
    }
    return term;
  }

  private static int number(String hash, int from, int digits) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = DIGITS.indexOf(hash.charAt(i));
      if (digit < 0) {
        throw new IllegalArgumentException("no blurhash: " + hash);
      }
      value = value * DIGITS.length() + digit;
    }
    return value;
  }

  /** The transfer function of sRGB (IEC 61966-2-1), from 0–1 to 0–1. */
  private static double toLinear(double value) {
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static double fromLinear(double value) {
    return value <= 0.0031308 ? value * 12.92 : 1.055 * Math.pow(value, 1 / 2.4) - 0.055;
  }
}
