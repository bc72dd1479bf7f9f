package org.flashcrowd.media.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Copies a picture without its metadata and without decoding it, so that the full-size picture
 * keeps its quality. Each container is walked and only parts known to be safe are copied: what is
 * not on the list, and whatever follows the end marker, is left behind. Because the walk goes to
 * the end marker, a picture that is cut off is refused here.
 *
 * <p>Decoders are given the copy: they never see a metadata block of an upload.
 */
final class MetadataStripper {
  private static final int BUFFER = 64 * 1024;

  private MetadataStripper() {}

  /**
   * Writes the stripped copy of {@code source} to {@code target}.
   *
   * @param info what {@link ImageProbe} said of {@code source}
   * @throws ImageRefused when the structure is broken or cut off
   */
  static void strip(Path source, ImageInfo info, Path target) throws IOException {
    try (HeaderReader in = new HeaderReader(source);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), BUFFER)) {
      switch (info.format()) {
        case JPEG -> new JpegStripper(in, out, info.orientation()).strip();
        case PNG -> new PngStripper(in, out, info).strip();
        case GIF -> new GifStripper(in, out).strip();
        case WEBP -> new WebpStripper(in, out, info.orientation()).strip();
        case HEIC, AVIF ->
            throw new IllegalArgumentException(info.format() + " is encoded anew, not stripped");
      }
    }
  }
}
