package org.flashcrowd.media.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Tells what a file is and how large its picture would be, from the header alone: no decoder runs
 * and memory stays at one small window, whatever the header claims. This is the guard in front of
 * every decoder.
 */
public final class ImageProbe {
  private static final int SIGNATURE = 16;

  private ImageProbe() {}

  /**
   * Reads the header of {@code file}.
   *
   * @throws ImageRefused when it is no accepted picture, is cut off, or is over a limit
   * @throws IOException when the file cannot be read
   */
  public static ImageInfo probe(Path file, ImageLimits limits) throws IOException {
    return read(file, limits).info();
  }

  static Header read(Path file, ImageLimits limits) throws IOException {
    try (HeaderReader in = new HeaderReader(file)) {
      if (in.size() == 0) {
        throw new ImageRefused("The file is empty");
      }
      byte[] start = in.bytes((int) Math.min(SIGNATURE, in.size()));
      ImageFormat format = format(start);
      in.seek(0);
      return switch (format) {
        case JPEG -> JpegHeader.read(in, limits);
        case PNG -> PngHeader.read(in, limits);
        case GIF -> GifHeader.read(in, limits);
        case WEBP -> WebpHeader.read(in, limits);
        case HEIC, AVIF -> HeifHeader.read(in, limits);
      };
    }
  }

  private static ImageFormat format(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00ff\u00d8\u00ff")) {
      return ImageFormat.JPEG;
    }
    if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
      return ImageFormat.PNG;
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return ImageFormat.GIF;
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return ImageFormat.WEBP;
    }
    if (text.startsWith("ftyp", 4)) {
      return ImageFormat.HEIC;
    }
    throw new ImageRefused(
        "This is %s; only JPEG, PNG, WebP, GIF, HEIC and AVIF pictures are accepted"
            .formatted(guess(text)));
  }

  /** A name for what people send by mistake, so that the answer helps them. */
  private static String guess(String text) {
    String trimmed = text.strip().toLowerCase(java.util.Locale.ROOT);
    if (trimmed.startsWith("<")) {
      return "an SVG, HTML or XML document";
    }
    if (trimmed.startsWith("%pdf")) {
      return "a PDF document";
    }
    if (text.startsWith("II*\0") || text.startsWith("MM\0*")) {
      return "a TIFF or camera raw picture";
    }
    if (text.startsWith("PK\u0003\u0004")) {
      return "a ZIP archive";
    }
    return "not a picture";
  }
}
