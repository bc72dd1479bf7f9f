package org.flashcrowd.media.image;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the engine once, as the server starts. */
public final class ImageEngines {
  private static final Logger LOG = LoggerFactory.getLogger(ImageEngines.class);

  private ImageEngines() {}

  /**
   * The engine named by the setting: {@code vips}, {@code jdk}, or {@code auto} for libvips where
   * the machine has it and the JDK otherwise.
   *
   * @throws IllegalArgumentException for another name
   * @throws IllegalStateException when {@code vips} is asked for and cannot be loaded
   */
  public static ImageEngine select(String wanted) {
    return switch (wanted.toLowerCase(Locale.ROOT)) {
      case "jdk" -> new JdkEngine();
      case "vips" -> VipsEngine.load();
      case "auto" -> {
        try {
          yield VipsEngine.load();
        } catch (IllegalStateException absent) {
          LOG.info("{}; pictures are processed by the JDK instead", absent.getMessage());
          yield new JdkEngine();
        }
      }
      default ->
          throw new IllegalArgumentException(
              "Unknown image engine \"" + wanted + "\": use auto, vips or jdk");
    };
  }
}
