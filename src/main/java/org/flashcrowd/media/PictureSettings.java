package org.flashcrowd.media;

import java.util.List;
import java.util.Locale;
import org.flashcrowd.config.Config;
import org.flashcrowd.media.image.ImageEngine;
import org.flashcrowd.media.image.ImageEngines;
import org.flashcrowd.media.image.ImageLimits;
import org.flashcrowd.media.image.ImagePipeline;
import org.flashcrowd.media.image.RenditionSpec;

/** What {@code media.*} of the configuration means to the picture pipeline. */
public final class PictureSettings {
  private PictureSettings() {}

  /** The engine that is wanted, or the best one there is. Loads a library: blocking. */
  public static ImageEngine engine(Config.Media settings) {
    return ImageEngines.select(settings.engine().name().toLowerCase(Locale.ROOT));
  }

  public static ImagePipeline pipeline(ImageEngine engine, Config.Media settings) {
    return new ImagePipeline(engine, limits(settings));
  }

  static ImageLimits limits(Config.Media settings) {
    return new ImageLimits(
        settings.maxMegapixels() * 1_000_000L, settings.maxEdge(), settings.maxFrames());
  }

  public static List<RenditionSpec> renditions(Config.Media settings) {
    return settings.renditions().stream().map(PictureSettings::rendition).toList();
  }

  private static RenditionSpec rendition(Config.Rendition configured) {
    return new RenditionSpec(
        configured.name(),
        configured.edge(),
        configured.format().name().toLowerCase(Locale.ROOT),
        configured.quality());
  }
}
