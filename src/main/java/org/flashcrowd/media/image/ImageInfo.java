package org.flashcrowd.media.image;

/**
 * What the header of a picture says about it, before anything is decoded.
 *
 * @param format told from the first bytes
 * @param width pixels as stored, before {@code orientation} is applied
 * @param height pixels as stored, before {@code orientation} is applied
 * @param frames 1 for a still picture
 * @param orientation 1 to 8 as EXIF numbers them; always 1 for HEIC and AVIF, whose own turn is
 *     already in {@code width} and {@code height}
 * @param alpha whether a pixel may be transparent
 */
public record ImageInfo(
    ImageFormat format, int width, int height, int frames, int orientation, boolean alpha) {

  /** The longest side in pixels. */
  int edge() {
    return Math.max(width, height);
  }
}
