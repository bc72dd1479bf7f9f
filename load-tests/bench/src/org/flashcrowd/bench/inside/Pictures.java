package org.flashcrowd.bench.inside;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.media.PictureSettings;
import org.flashcrowd.media.image.ImagePipeline;

/**
 * The server's own pipeline over one photo, again and again: {@code Pictures PHOTO FOLDER THREADS
 * SECONDS}. Prints what {@link PictureLoop} does.
 */
public final class Pictures {
  private Pictures() {}

  public static void main(String[] arguments) throws Exception {
    Config.Media settings = Config.load(null, Map.of()).media();
    ImagePipeline pipeline = PictureSettings.pipeline(PictureSettings.engine(settings), settings);
    Path photo = Path.of(arguments[0]);
    PictureLoop.run(
        Path.of(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        folder ->
            pipeline.process(
                photo, Files.createDirectories(folder), PictureSettings.renditions(settings)));
  }
}
