package org.flashcrowd.media.image;

/** Four-colour pictures that carry no usable profile, shown as browsers show them. */
final class Cmyk {
  private Cmyk() {}

  /** Turns rows of C, M, Y, K (255 = full ink) into rows of R, G, B: each ink only takes light. */
  static byte[] toRgb(byte[] cmyk) {
    byte[] rgb = new byte[cmyk.length / 4 * 3];
    for (int from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
      int light = 255 - (cmyk[from + 3] & 0xff);
      for (int ink = 0; ink < 3; ink++) {
        rgb[to + ink] = (byte) (((255 - (cmyk[from + ink] & 0xff)) * light + 127) / 255);
      }
    }
    return rgb;
  }
}
