package org.flashcrowd.media.image;

import java.util.List;
import java.util.Set;

/**
 * A smaller copy to make of each picture.
 *
 * @param name letters and digits; also the name of its file
 * @param edge the longest side in pixels; a smaller picture is never enlarged
 * @param format {@code jpeg}, {@code webp}, or {@code auto}: JPEG, and for a picture with
 *     transparency what keeps it (WebP, or PNG where the engine cannot write WebP)
 * @param quality 1 to 100
 */
public record RenditionSpec(String name, int edge, String format, int quality) {
  private static final Set<String> FORMATS = Set.of("auto", "jpeg", "webp");

  /** 400, 640 and 1280 pixels. */
  public static final List<RenditionSpec> DEFAULTS =
      List.of(
          new RenditionSpec("thumbnail", 400, "auto", 80),
          new RenditionSpec("small", 640, "auto", 80),
          new RenditionSpec("large", 1280, "auto", 82));

  public RenditionSpec {
    if (!name.matches("[a-z0-9]{1,32}") || name.equals(ImagePipeline.ORIGINAL)) {
      throw new IllegalArgumentException(
          "A rendition's name has lower-case letters and digits, not \"" + name + "\"");
    }
    if (edge < 16 || edge > 16_000) {
      throw new IllegalArgumentException("A rendition's edge is 16 to 16000, not " + edge);
    }
    if (!FORMATS.contains(format)) {
      throw new IllegalArgumentException(
          "A rendition's format is auto, jpeg or webp, not \"" + format + "\"");
    }
    if (quality < 1 || quality > 100) {
      throw new IllegalArgumentException("A rendition's quality is 1 to 100, not " + quality);
    }
  }

  /** What to encode in, given what the engine can write. */
  ImageFormat choose(boolean alpha, ImageEngine engine) {
    boolean webp = engine.writes(ImageFormat.WEBP);
    return switch (format) {
      case "webp" -> webp ? ImageFormat.WEBP : alpha ? ImageFormat.PNG : ImageFormat.JPEG;
      case "auto" -> !alpha ? ImageFormat.JPEG : webp ? ImageFormat.WEBP : ImageFormat.PNG;
      default -> ImageFormat.JPEG;
    };
  }
}
