package org.flashcrowd.bench.targets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flashcrowd.bench.Options;
import org.flashcrowd.load.Photo;

/** Pictures as cameras make them, painted once and kept. */
final class Photographs {
  private static final float CAMERA = 0.95f;

  private Photographs() {}

  /** A JPEG of 12 megapixels and some four megabytes. */
  static Path fourMegabytes() throws IOException {
    Path file = Options.HOME.resolve("photo.jpg").toAbsolutePath();
    if (!Files.exists(file)) {
      Files.createDirectories(Options.HOME);
      Files.write(file, Photo.jpeg(4000, 3000, 7, CAMERA));
    }
    return file;
  }
}
