package org.flashcrowd.accounts;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pictures of accounts that have none: somebody's outline in front of one of sixteen dusks, and
 * a dusk without anybody for the header. Each is drawn when it is first asked for, on a worker
 * thread, and kept.
 */
final class Placeholders {
  static final int AVATARS = 16;

  private static final int HEADER = -1;
  private static final int AVATAR_EDGE = 160;
  private static final int HEADER_WIDTH = 600;
  private static final int HEADER_HEIGHT = 200;

  private final Vertx vertx;
  private final Map<Integer, Future<Buffer>> drawn = new ConcurrentHashMap<>();

  Placeholders(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Which of the avatars an account has. */
  static int number(long account) {
    // The low bits of an id count within a millisecond and are nearly always 0.
    return (int) (((account * 0x9E3779B97F4A7C15L) >>> 40) % AVATARS);
  }

  /** As PNG. */
  Future<Buffer> avatar(int number) {
    return drawn.computeIfAbsent(
        number, absent -> vertx.executeBlocking(() -> drawAvatar(number), false));
  }

  /** As PNG. */
  Future<Buffer> header() {
    return drawn.computeIfAbsent(
        HEADER, absent -> vertx.executeBlocking(Placeholders::drawHeader, false));
  }

  private static Buffer drawHeader() {
    return PngWriter.write(
        HEADER_WIDTH, HEADER_HEIGHT, (x, y) -> dusk(0.58, (double) y / HEADER_HEIGHT));
  }

  private static Buffer drawAvatar(int number) {
    double hue = (double) number / AVATARS;
    return PngWriter.write(
        AVATAR_EDGE,
        AVATAR_EDGE,
        (x, y) -> {
          double u = (x + 0.5) / AVATAR_EDGE;
          double v = (y + 0.5) / AVATAR_EDGE;
          double head = inside(u, v, 0.40, 0.165, 0.165);
          double shoulders = inside(u, v, 1.0, 0.33, 0.36);
          return blend(dusk(hue, v), 0xffffff, 0.82 * Math.max(head, shoulders));
        });
  }

  /** How much of a pixel is within an ellipse on the middle axis: 0 to 1, soft at the edge. */
  private static double inside(double u, double v, double centre, double rx, double ry) {
    double distance = Math.hypot((u - 0.5) / rx, (v - centre) / ry);
    double softness = 1.5 / AVATAR_EDGE / Math.min(rx, ry);
    return Math.clamp((1 - distance) / softness + 0.5, 0, 1);
  }

  /** A sky from a deep hue above to a lighter, warmer one below. */
  private static int dusk(double hue, double down) {
    return blend(colour(hue, 0.55, 0.45), colour(hue + 0.09, 0.42, 0.86), down);
  }

  private static int blend(int below, int above, double share) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = (below >> shift) & 0xff;
      int to = (above >> shift) & 0xff;
      mixed |= (int) Math.round(from + (to - from) * share) << shift;
    }
    return mixed;
  }

  /** From hue, saturation and value, each 0 to 1 (A. R. Smith, 1978). */
  private static int colour(double hue, double saturation, double value) {
    return channel(hue, saturation, value, 5) << 16
        | channel(hue, saturation, value, 3) << 8
        | channel(hue, saturation, value, 1);
  }

  private static int channel(double hue, double saturation, double value, int offset) {
    double sector = (offset + hue * 6) % 6;
    double dip = Math.clamp(Math.min(sector, 4 - sector), 0, 1);
    return (int) Math.round(255 * value * (1 - saturation * dip));
  }
}
