package org.flashcrowd.media.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's own ImageIO with the readers of TwelveMonkeys: slower than libvips and without HEIC and
 * AVIF, but always there. Readers only unpack samples; colours are converted here, so that both
 * engines agree.
 */
final class JdkEngine implements ImageEngine {
  private static final Logger LOG = LoggerFactory.getLogger(JdkEngine.class);

  /** Above this a picture is sub-sampled while it is read: 48 to 64 MB of samples at most. */
  private static final long WHOLE_PIXELS = 16_000_000;

  JdkEngine() {
    // Streams are files already: no second copy in the temporary directory.
    ImageIO.setUseCache(false);
  }

  @Override
  public String describe() {
    return "JDK " + Runtime.version().feature() + " ImageIO (without HEIC and AVIF)";
  }

  @Override
  public boolean reads(ImageFormat format) {
    return format.strippable();
  }

  @Override
  public boolean writes(ImageFormat format) {
    return format == ImageFormat.JPEG || format == ImageFormat.PNG;
  }

  @Override
  public Canvas decode(Path file, ImageInfo info, int edge) throws IOException {
    Size target = new Size(info.width(), info.height()).within(edge);
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      if (in == null) {
        throw new IOException("Cannot read " + file.getFileName());
      }
      ImageReader reader = reader(info.format());
      try {
        return read(reader, in, file, info, target);
      } finally {
        reader.dispose();
      }
    } catch (ImageRefused | FileSystemException passed) {
      throw passed;
    } catch (IOException | RuntimeException failure) {
      // Readers throw whatever they run into when the bytes make no sense, also plain EOFException.
      LOG.debug("Refused: {}", failure.toString());
      throw ImageRefused.damaged();
    }
  }

  private static ImageReader reader(ImageFormat format) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(format.mediaType());
    if (!readers.hasNext()) {
      throw new ImageRefused("%s pictures cannot be read by this server".formatted(format.name()));
    }
    return readers.next();
  }

  private static Canvas read(
      ImageReader reader, ImageInputStream in, Path file, ImageInfo info, Size target)
      throws IOException {
    AtomicReference<@Nullable String> cutOff = new AtomicReference<>();
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          if (warning.contains("Premature end")) {
            cutOff.set(warning);
          }
        });
    reader.setInput(in, true, info.format() != ImageFormat.GIF);
    ImageReadParam param = reader.getDefaultReadParam();
    int step = step(info, target);
    param.setSourceSubsampling(step, step, 0, 0);
    byte[] profile = IccProfile.read(file, info.format());
    JdkCanvas canvas;
    JpegColours colours =
        info.format() == ImageFormat.JPEG ? JpegColours.read(file) : JpegColours.NONE;
    if (colours.channels() == 4) {
      Samples inks = Samples.ofCmyk(reader.readRaster(0, param), colours);
      canvas = JdkCanvas.of(inks, target, profile);
    } else {
      BufferedImage image = reader.read(0, param);
      canvas = JdkCanvas.of(Samples.of(image), target, pending(info.format(), image, profile));
    }
    if (cutOff.get() != null) {
      throw ImageRefused.damaged();
    }
    return canvas;
  }

  /**
   * The profile still to be applied. The JPEG reader hands out raw samples under a profile it can
   * show as it is, and converts from others; the PNG reader passes profiles over.
   */
  private static byte[] pending(ImageFormat format, BufferedImage image, byte[] profile) {
    boolean converted = image.getColorModel().getColorSpace().isCS_sRGB();
    return format != ImageFormat.PNG && converted ? new byte[0] : profile;
  }

  /** Takes every n-th pixel of a very large picture, never so few that the target is missed. */
  private static int step(ImageInfo info, Size target) {
    int step = 1;
    int most = Math.max(1, info.edge() / Math.max(target.width(), target.height()));
    while (step < most
        && (long) info.width() * info.height() / ((long) step * step) > WHOLE_PIXELS) {
      step++;
    }
    return step;
  }

  @Override
  public void release() {
    // ImageIO keeps nothing for a thread.
  }
}
