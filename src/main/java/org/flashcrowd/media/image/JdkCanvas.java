package org.flashcrowd.media.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** 8-bit samples by rows on the heap. */
final class JdkCanvas implements Canvas {
  private final Size size;
  private final Samples.Channels channels;
  private final byte[] pixels;
  private final byte[] profile;

  private JdkCanvas(Size size, Samples.Channels channels, byte[] pixels, byte[] profile) {
    this.size = size;
    this.channels = channels;
    this.pixels = pixels;
    this.profile = profile;
  }

  /** Shrinks what was decoded to {@code target}; {@code profile} is empty for none. */
  static JdkCanvas of(Samples decoded, Size target, byte[] profile) {
    return new JdkCanvas(target, decoded.channels(), AreaAverage.of(decoded, target), profile);
  }

  @Override
  public Size size() {
    return size;
  }

  @Override
  public boolean alpha() {
    return channels.alpha;
  }

  @Override
  public Canvas upright(int orientation) {
    if (orientation == 1) {
      return this;
    }
    int width = size.width();
    int height = size.height();
    Size turned = orientation > 4 ? size.turned() : size;
    byte[] result = new byte[pixels.length];
    int to = 0;
    for (int y = 0; y < turned.height(); y++) {
      for (int x = 0; x < turned.width(); x++) {
        int from =
            switch (orientation) {
              case 2 -> y * width + width - 1 - x;
              case 3 -> (height - 1 - y) * width + width - 1 - x;
              case 4 -> (height - 1 - y) * width + x;
              case 5 -> x * width + y;
              case 6 -> (height - 1 - x) * width + y;
              case 7 -> (height - 1 - x) * width + width - 1 - y;
              case 8 -> x * width + width - 1 - y;
              default -> throw new IllegalArgumentException("Orientation " + orientation);
            };
        System.arraycopy(pixels, from * channels.count, result, to, channels.count);
        to += channels.count;
      }
    }
    return new JdkCanvas(turned, channels, result, profile);
  }

  @Override
  public Canvas srgb() {
    byte[] rgb = JdkColours.toSrgb(pixels, channels, profile);
    boolean alpha = channels.alpha && hasTransparent();
    if (!alpha) {
      return new JdkCanvas(size, Samples.Channels.RGB, rgb, new byte[0]);
    }
    byte[] result = new byte[rgb.length / 3 * 4];
    for (int i = 0; i < rgb.length / 3; i++) {
      System.arraycopy(rgb, 3 * i, result, 4 * i, 3);
      result[4 * i + 3] = pixels[(i + 1) * channels.count - 1];
    }
    return new JdkCanvas(size, Samples.Channels.RGB_ALPHA, result, new byte[0]);
  }

  private boolean hasTransparent() {
    for (int i = channels.count - 1; i < pixels.length; i += channels.count) {
      if (pixels[i] != (byte) 0xff) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Canvas fit(int edge) {
    Size target = size.within(edge);
    if (target.equals(size)) {
      return this;
    }
    int stride = size.width() * channels.count;
    Samples rows =
        new Samples(
            size, channels, (y, row) -> System.arraycopy(pixels, y * stride, row, 0, stride));
    return of(rows, target, profile);
  }

  @Override
  public int[] argb() {
    int[] argb = new int[size.width() * size.height()];
    for (int i = 0; i < argb.length; i++) {
      int at = i * channels.count;
      int opacity = channels.alpha ? pixels[at + 3] & 0xff : 0xff;
      argb[i] =
          opacity << 24
              | (pixels[at] & 0xff) << 16
              | (pixels[at + 1] & 0xff) << 8
              | (pixels[at + 2] & 0xff);
    }
    return argb;
  }

  @Override
  public void write(Path file, ImageFormat format, int quality) throws IOException {
    boolean jpeg = format == ImageFormat.JPEG;
    ImageWriter writer = ImageIO.getImageWritersByMIMEType(format.mediaType()).next();
    try (OutputStream out = Files.newOutputStream(file);
        ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (param instanceof JPEGImageWriteParam settings) {
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(quality / 100f);
        settings.setOptimizeHuffmanTables(true);
      }
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image(jpeg), null, null), param);
    } finally {
      writer.dispose();
    }
  }

  private BufferedImage image(boolean flat) {
    int[] argb = argb();
    boolean keepAlpha = alpha() && !flat;
    if (alpha() && flat) {
      for (int i = 0; i < argb.length; i++) {
        argb[i] = onWhite(argb[i]);
      }
    }
    BufferedImage image =
        new BufferedImage(
            size.width(),
            size.height(),
            keepAlpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    image.getRaster().setDataElements(0, 0, size.width(), size.height(), argb);
    return image;
  }

  private static int onWhite(int argb) {
    int opacity = argb >>> 24;
    int result = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int mixed = ((argb >> shift & 0xff) * opacity + 255 * (255 - opacity) + 127) / 255;
      result |= mixed << shift;
    }
    return result;
  }

  @Override
  public void close() {
    // The heap's own.
  }
}
