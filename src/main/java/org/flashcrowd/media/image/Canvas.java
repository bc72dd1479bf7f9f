package org.flashcrowd.media.image;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A decoded picture in an engine's own memory. Transformations return a new canvas (or this one
 * when there is nothing to do) and leave this one as it was; each is closed by whoever asked for
 * it, and closing twice is harmless.
 */
interface Canvas extends AutoCloseable {
  Size size();

  /** Whether any pixel is transparent; known for certain after {@link #srgb()}. */
  boolean alpha();

  /** Turns and mirrors by the EXIF orientation, 1 to 8, so that it can be shown as it is. */
  Canvas upright(int orientation);

  /** Converts to 8-bit sRGB by the embedded profile; a corrupt profile is ignored. */
  Canvas srgb();

  /** Shrinks so that the longest side is at most {@code edge} pixels. */
  Canvas fit(int edge);

  /**
   * The pixels of an sRGB canvas by rows, as 0xAARRGGBB, alpha not multiplied in. For tiny ones.
   */
  int[] argb();

  /**
   * Encodes an sRGB canvas. Transparency is laid on white where the format has none.
   *
   * @param quality 1 to 100, without meaning for PNG
   */
  void write(Path file, ImageFormat format, int quality) throws IOException;

  @Override
  void close();
}
