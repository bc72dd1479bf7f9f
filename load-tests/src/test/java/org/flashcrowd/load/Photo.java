package org.flashcrowd.load;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** A picture that compresses like a photograph: a sky, hills and grain. */
public final class Photo {
  private Photo() {}

  /** The bytes of a JPEG of usual quality. The same seed gives the same picture. */
  static byte[] jpeg(int width, int height, long seed) {
    return jpeg(width, height, seed, 0.75f);
  }

  /**
   * The bytes of a JPEG. The same seed gives the same picture.
   *
   * @param quality 0 to 1; cameras are above 0.9
   */
  public static byte[] jpeg(int width, int height, long seed, float quality) {
    Random random = new Random(seed);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = image.createGraphics();
    Color sky = Color.getHSBColor(random.nextFloat(), 0.5f, 0.9f);
    canvas.setPaint(new GradientPaint(0, 0, sky, 0, height, Color.WHITE));
    canvas.fillRect(0, 0, width, height);
    for (int hill = 0; hill < 6; hill++) {
      canvas.setColor(Color.getHSBColor(random.nextFloat(), 0.6f, 0.2f + hill * 0.1f));
      int top = height / 3 + hill * height / 9;
      canvas.fillOval(
          random.nextInt(width) - width / 2, top + random.nextInt(height / 8), width, height);
    }
    canvas.dispose();
    grain(image, random);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam wanted = writer.getDefaultWriteParam();
    wanted.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    wanted.setCompressionQuality(quality);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), wanted);
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static void grain(BufferedImage image, Random random) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int noise = random.nextInt(16) * 0x010101;
        image.setRGB(x, y, image.getRGB(x, y) & 0xf0f0f0 | noise & 0x0f0f0f);
      }
    }
  }
}
