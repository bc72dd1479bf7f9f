package org.flashcrowd.media;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Pictures made for tests. */
public final class Pictures {
  private Pictures() {}

  /** A smooth JPEG. */
  public static byte[] jpeg(int width, int height) {
    return encode(picture(width, height), "jpg");
  }

  /** A JPEG unlike any of another seed. */
  public static byte[] jpeg(int width, int height, long seed) {
    BufferedImage picture = picture(width, height);
    Random random = new Random(seed);
    for (int i = 0; i < 64; i++) {
      picture.setRGB(random.nextInt(width), random.nextInt(height), random.nextInt(1 << 24));
    }
    return encode(picture, "jpg");
  }

  public static byte[] png(int width, int height) {
    return encode(picture(width, height), "png");
  }

  /** A JPEG of about this many bytes; noise does not compress. */
  public static byte[] large(int bytes) {
    int edge = (int) Math.sqrt(bytes / 0.92);
    BufferedImage picture = new BufferedImage(edge, edge, BufferedImage.TYPE_BYTE_GRAY);
    byte[] noise = new byte[edge * edge];
    new Random(bytes).nextBytes(noise);
    picture.getRaster().setDataElements(0, 0, edge, edge, noise);
    return encode(picture, "jpg");
  }

  /** A JPEG whose EXIF names a place: 52° 31' north, and a marker text to search for. */
  public static byte[] jpegWithPosition(int width, int height) {
    byte[] plain = jpeg(width, height);
    byte[] exif = exifWithPosition();
    ByteBuffer whole = ByteBuffer.allocate(plain.length + exif.length + 4);
    whole.put(plain, 0, 2);
    whole.put((byte) 0xFF).put((byte) 0xE1).putShort((short) (exif.length + 2)).put(exif);
    whole.put(plain, 2, plain.length - 2);
    return whole.array();
  }

  /** What {@link #jpegWithPosition} hides in it. */
  public static final String MARKER = "SECRETPLACE";

  private static byte[] exifWithPosition() {
    ByteBuffer exif = ByteBuffer.allocate(6 + 8 + 2 + 2 * 12 + 4 + 2 + 2 * 12 + 4 + 24 + 12);
    exif.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    exif.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8);
    int second = 8 + 2 + 2 * 12 + 4;
    int values = second + 2 + 2 * 12 + 4;
    exif.putShort((short) 2);
    // ImageDescription, and where the GPS directory is.
    entry(exif, 0x010E, 2, 12, values + 24);
    entry(exif, 0x8825, 4, 1, second);
    exif.putInt(0);
    exif.putShort((short) 2);
    exif.putShort((short) 1)
        .putShort((short) 2)
        .putInt(2)
        .put("N\0\0\0".getBytes(StandardCharsets.US_ASCII));
    entry(exif, 2, 5, 3, values);
    exif.putInt(0);
    exif.putInt(52).putInt(1).putInt(31).putInt(1).putInt(0).putInt(1);
    exif.put((MARKER + "\0").getBytes(StandardCharsets.US_ASCII));
    return exif.array();
  }

  private static void entry(ByteBuffer exif, int tag, int type, int count, int value) {
    exif.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }

  /** The header of a PNG that claims to be enormous. */
  public static byte[] bomb(int width, int height) {
    ByteBuffer header = ByteBuffer.allocate(13);
    header.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    chunk(png, "IHDR", header.array());
    chunk(png, "IDAT", new byte[64]);
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
  }

  private static BufferedImage picture(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(
        new GradientPaint(0, 0, new Color(250, 180, 90), width, height, new Color(30, 60, 140)));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(new Color(40, 120, 60));
    graphics.fillOval(width / 4, height / 2, width / 2, height / 3);
    graphics.dispose();
    return picture;
  }

  private static byte[] encode(BufferedImage picture, String format) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ImageIO.write(picture, format, bytes);
      return bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
