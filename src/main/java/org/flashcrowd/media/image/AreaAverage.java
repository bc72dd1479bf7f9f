package org.flashcrowd.media.image;

import java.util.Arrays;

/**
 * Shrinks by averaging the area of the source that each pixel of the result covers, edges counted
 * by their share. Colours are weighted by their alpha. One row of the source is held at a time.
 */
final class AreaAverage {
  private final Samples source;
  private final Size target;
  private final int count;
  private final float[] sums;
  private final float[] across;
  private final byte[] result;

  private AreaAverage(Samples source, Size target) {
    this.source = source;
    this.target = target;
    count = source.channels().count;
    sums = new float[target.width() * count];
    across = new float[target.width() * count];
    result = new byte[target.width() * target.height() * count];
  }

  /** The samples of {@code target}'s size, by rows. */
  static byte[] of(Samples source, Size target) {
    return new AreaAverage(source, target).run();
  }

  private byte[] run() {
    byte[] row = source.newRow();
    if (target.equals(source.size())) {
      for (int y = 0; y < target.height(); y++) {
        source.read(y, row);
        System.arraycopy(row, 0, result, y * row.length, row.length);
      }
      return result;
    }
    double step = (double) source.size().height() / target.height();
    int out = 0;
    for (int y = 0; y < source.size().height() && out < target.height(); y++) {
      source.read(y, row);
      shrinkRow(row);
      double from = y;
      // A source row may end one row of the result and begin the next, or, enlarging, span many.
      while (out < target.height()) {
        double end = (out + 1) * step;
        add((float) ((Math.min(end, y + 1.0) - from) / step));
        if (end > y + 1.0 + 1e-9) {
          break;
        }
        finish(out++);
        from = end;
      }
    }
    if (out < target.height()) {
      finish(out);
    }
    return result;
  }

  private void add(float share) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += across[i] * share;
    }
  }

  private void shrinkRow(byte[] row) {
    int width = source.size().width();
    double step = (double) width / target.width();
    int alpha = source.channels().alpha ? count - 1 : -1;
    Arrays.fill(across, 0);
    for (int x = 0; x < target.width(); x++) {
      double start = x * step;
      double end = Math.min(width, start + step);
      for (int from = (int) start; from < end; from++) {
        float share = (float) ((Math.min(end, from + 1.0) - Math.max(start, from)) / step);
        int at = from * count;
        float weight = alpha < 0 ? share : share * (row[at + alpha] & 0xff) / 255;
        for (int channel = 0; channel < count; channel++) {
          across[x * count + channel] +=
              (row[at + channel] & 0xff) * (channel == alpha ? share : weight);
        }
      }
    }
  }

  private void finish(int y) {
    int at = y * sums.length;
    int alpha = source.channels().alpha ? count - 1 : -1;
    for (int x = 0; x < target.width(); x++) {
      float opacity = alpha < 0 ? 1 : sums[x * count + alpha] / 255;
      for (int channel = 0; channel < count; channel++) {
        int i = x * count + channel;
        float value = channel == alpha || opacity == 0 ? sums[i] : sums[i] / opacity;
        result[at + i] = (byte) Math.clamp(Math.round(value), 0, 255);
      }
    }
    Arrays.fill(sums, 0);
  }
}
