package org.flashcrowd.media.image;

/**
 * How large a picture may be, checked against its header so that a small file cannot ask for a
 * large memory.
 *
 * @param maxPixels width × height, summed over the frames
 * @param maxEdge the longest side in pixels
 * @param maxFrames frames of an animation
 */
public record ImageLimits(long maxPixels, int maxEdge, int maxFrames) {
  /** 64 megapixels: above the 48 of today's phones, and 192 MB when decoded whole. */
  public static final ImageLimits DEFAULT = new ImageLimits(64_000_000, 30_000, 1_000);

  public ImageLimits {
    if (maxPixels < 1 || maxEdge < 1 || maxFrames < 1) {
      throw new IllegalArgumentException("Image limits must be at least 1");
    }
  }

  /** Refuses a picture of these measures when it is empty or over a limit. */
  void check(long width, long height, long frames) {
    if (width < 1 || height < 1 || frames < 1) {
      throw new ImageRefused("The picture has no pixels");
    }
    if (width > maxEdge || height > maxEdge) {
      throw new ImageRefused(
          "The picture is %d × %d pixels; the longest side allowed is %d"
              .formatted(width, height, maxEdge));
    }
    if (frames > maxFrames) {
      throw new ImageRefused("The animation has more than %d frames".formatted(maxFrames));
    }
    if (width * height * frames > maxPixels) {
      throw new ImageRefused(
          "The picture has more than the %d million pixels allowed%s"
              .formatted(maxPixels / 1_000_000, frames > 1 ? ", counting every frame" : ""));
    }
  }
}
