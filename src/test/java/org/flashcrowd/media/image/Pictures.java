package org.flashcrowd.media.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;

/** Makes picture files in memory, with whatever in them that a test is about. */
final class Pictures {
  /** A string that must not survive, written into every kind of metadata. */
  static final String SECRET = "GPS-52.3731N-4.8926E";

  private Pictures() {}

  static byte[] jpeg(BufferedImage image) {
    return encode("jpeg", new IIOImage(image, null, null), false);
  }

  static byte[] progressive(BufferedImage image) {
    return encode("jpeg", new IIOImage(image, null, null), true);
  }

  /** Four channels as they are, without Adobe's segment. */
  static byte[] jpeg(Raster raster) {
    return encode("jpeg", new IIOImage(raster, null, null), false);
  }

  static byte[] png(BufferedImage image) {
    return encode("png", new IIOImage(image, null, null), false);
  }

  private static byte[] encode(String format, IIOImage image, boolean progressive) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = writer(format);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(0.98f);
        param.setProgressiveMode(
            progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
      }
      writer.setOutput(out);
      writer.write(null, image, param);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** The JDK's own writer, whose behaviour with raw channels is known. */
  private static ImageWriter writer(String format) {
    var writers = ImageIO.getImageWritersByFormatName(format);
    ImageWriter writer = writers.next();
    while (!writer.getClass().getName().startsWith("com.sun.") && writers.hasNext()) {
      writer = writers.next();
    }
    return writer;
  }

  /** An animation that never ends, each frame shown for 0.1 s. */
  static byte[] gif(List<BufferedImage> frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = writer("gif");
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (BufferedImage frame : frames) {
        IIOMetadata metadata =
            writer.getDefaultImageMetadata(
                javax.imageio.ImageTypeSpecifier.createFromRenderedImage(frame), null);
        writer.writeToSequence(new IIOImage(frame, null, metadata), null);
      }
      writer.endWriteSequence();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** Puts a segment behind the start marker of a JPEG. */
  static byte[] withSegment(byte[] jpeg, int marker, byte[] body) {
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + body.length + 4);
    out.put(jpeg, 0, 2).put((byte) 0xff).put((byte) marker);
    out.putShort((short) (body.length + 2)).put(body);
    return out.put(jpeg, 2, jpeg.length - 2).array();
  }

  /** Puts a chunk behind the header of a PNG. */
  static byte[] withChunk(byte[] png, String name, byte[] body) {
    int header = 8 + 25;
    ByteBuffer out = ByteBuffer.allocate(png.length + body.length + 12);
    out.put(png, 0, header).put(chunk(name, body));
    return out.put(png, header, png.length - header).array();
  }

  static byte[] chunk(String name, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(latin(name));
    crc.update(body);
    ByteBuffer out = ByteBuffer.allocate(body.length + 12).putInt(body.length);
    return out.put(latin(name)).put(body).putInt((int) crc.getValue()).array();
  }

  /** A RIFF file of these chunks. */
  static byte[] webp(byte[]... chunks) {
    byte[] all = joined(chunks);
    ByteBuffer out = ByteBuffer.allocate(all.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    return out.put(latin("RIFF")).putInt(all.length + 4).put(latin("WEBP")).put(all).array();
  }

  static byte[] riffChunk(String name, byte[] body) {
    ByteBuffer out = ByteBuffer.allocate(8 + body.length + (body.length & 1));
    out.order(ByteOrder.LITTLE_ENDIAN).put(latin(name)).putInt(body.length).put(body);
    return out.array();
  }

  /** A block in which orientation, camera and a position are noted, with the JPEG's prefix. */
  static byte[] exif(int orientation) {
    return new ExifBlock(orientation).bytes();
  }

  static byte[] xmp() {
    return latin(
        "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><exif:GPSLatitude>"
            + SECRET
            + "</exif:GPSLatitude></x:xmpmeta>");
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** A small file from the test resources, made with libvips from {@link Patches}. */
  static byte[] resource(String name) {
    try (var in = Pictures.class.getResourceAsStream("/media/image/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException("No such resource: " + name);
      }
      return in.readAllBytes();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static Path file(Path directory, byte[] bytes) {
    try {
      return Files.write(Files.createTempFile(directory, "upload", ""), bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
