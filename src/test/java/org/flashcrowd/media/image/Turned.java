package org.flashcrowd.media.image;

import java.awt.image.BufferedImage;

/** Stores a picture as a camera held the other way would, so that its orientation undoes it. */
final class Turned {
  private Turned() {}

  /**
   * The picture to store so that {@code orientation} shows {@code upright}. EXIF names where the
   * stored first row and first column are seen: 6, for one, has its first row at the right.
   */
  static BufferedImage by(BufferedImage upright, int orientation) {
    int width = upright.getWidth();
    int height = upright.getHeight();
    boolean sideways = orientation > 4;
    BufferedImage stored =
        new BufferedImage(
            sideways ? height : width, sideways ? width : height, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < stored.getHeight(); row++) {
      for (int column = 0; column < stored.getWidth(); column++) {
        int x =
            switch (orientation) {
              case 1, 4 -> column;
              case 2, 3 -> width - 1 - column;
              case 5, 8 -> row;
              default -> width - 1 - row;
            };
        int y =
            switch (orientation) {
              case 1, 2 -> row;
              case 3, 4 -> height - 1 - row;
              case 5, 6 -> column;
              default -> height - 1 - column;
            };
        stored.setRGB(column, row, upright.getRGB(x, y));
      }
    }
    return stored;
  }
}
