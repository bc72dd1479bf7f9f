package org.flashcrowd.media.image;

/** Width and height in pixels, and the one rule by which both engines shrink. */
record Size(int width, int height) {

  /** The same shape with its longest side at most {@code edge}; never larger than it was. */
  Size within(int edge) {
    int longest = edge();
    if (longest <= edge) {
      return this;
    }
    double scale = (double) edge / longest;
    return new Size(
        Math.max(1, (int) Math.round(width * scale)),
        Math.max(1, (int) Math.round(height * scale)));
  }

  /** The longest side. */
  int edge() {
    return Math.max(width, height);
  }

  /** The size after a quarter turn. */
  Size turned() {
    return new Size(/* width= */ height, /* height= */ width);
  }
}
