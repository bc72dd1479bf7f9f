package org.flashcrowd.media.image;

import java.util.Locale;

/**
 * The colour that fills most of a picture: colours are sorted into 512 boxes (eight steps a
 * channel) and the fullest box gives the mean of what lies in it. A mean of the whole picture would
 * be a grey that occurs nowhere.
 */
final class DominantColour {
  private static final int BOXES = 512;
  private static final int OPAQUE_ENOUGH = 128;

  private DominantColour() {}

  /** As #rrggbb, from pixels given as 0xAARRGGBB; white when nearly all of it is transparent. */
  static String of(int[] argb) {
    int[] counts = new int[BOXES];
    long[][] sums = new long[BOXES][3];
    int fullest = -1;
    for (int pixel : argb) {
      if (pixel >>> 24 >= OPAQUE_ENOUGH) {
        int red = pixel >> 16 & 0xff;
        int green = pixel >> 8 & 0xff;
        int blue = pixel & 0xff;
        int box = red >> 5 << 6 | green >> 5 << 3 | blue >> 5;
        sums[box][0] += red;
        sums[box][1] += green;
        sums[box][2] += blue;
        if (++counts[box] > (fullest < 0 ? 0 : counts[fullest])) {
          fullest = box;
        }
      }
    }
    if (fullest < 0) {
      return "#ffffff";
    }
    long count = counts[fullest];
    return String.format(
        Locale.ROOT,
        "#%02x%02x%02x",
        (sums[fullest][0] + count / 2) / count,
        (sums[fullest][1] + count / 2) / count,
        (sums[fullest][2] + count / 2) / count);
  }
}
