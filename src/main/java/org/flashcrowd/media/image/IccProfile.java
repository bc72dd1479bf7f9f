package org.flashcrowd.media.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * The colour profile embedded in a picture, as bytes; an empty array stands for none. What does not
 * fit together is taken for none, since a corrupt profile is to be ignored.
 */
final class IccProfile {
  /** Twice the largest profile of a printer in common use. */
  static final int MAX_BYTES = 4 * 1024 * 1024;

  private static final byte[] NONE = new byte[0];
  private static final byte[] CHUNK_START = "icc\0\0".getBytes(StandardCharsets.ISO_8859_1);

  private IccProfile() {}

  /** Reads the profile of a picture that {@link MetadataStripper} wrote. */
  static byte[] read(Path stripped, ImageFormat format) throws IOException {
    try (HeaderReader in = new HeaderReader(stripped)) {
      return switch (format) {
        case JPEG -> fromJpeg(in);
        case PNG -> fromPng(in);
        case WEBP -> fromWebp(in);
        case GIF, HEIC, AVIF -> NONE;
      };
    }
  }

  private static byte[] fromJpeg(HeaderReader in) throws IOException {
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    in.skip(2);
    for (int marker = JpegHeader.nextMarker(in);
        marker != JpegHeader.SOS;
        marker = JpegHeader.nextMarker(in)) {
      byte[] body = in.bytes(in.u16() - 2);
      // Each part follows the name, its number and the count of parts; writers keep their order.
      if (marker == JpegStripper.APP2 && body.length > JpegStripper.ICC.length + 2) {
        profile.write(body, JpegStripper.ICC.length + 2, body.length - JpegStripper.ICC.length - 2);
      }
      if (profile.size() > MAX_BYTES) {
        return NONE;
      }
    }
    return profile.toByteArray();
  }

  private static byte[] fromPng(HeaderReader in) throws IOException {
    in.skip(PngHeader.SIGNATURE_BYTES);
    while (true) {
      long length = in.u32();
      String name = in.fourcc();
      if (name.equals("IDAT")) {
        return NONE;
      }
      if (name.equals("iCCP") && length <= MAX_BYTES) {
        return inflate(in.bytes((int) length));
      }
      in.skip(length + 4);
    }
  }

  private static byte[] fromWebp(HeaderReader in) throws IOException {
    in.skip(12);
    while (in.remaining() >= 8) {
      String name = in.fourcc();
      long length = in.u32le();
      if (name.equals("ICCP")) {
        return length <= MAX_BYTES ? in.bytes((int) length) : NONE;
      }
      in.skip(Math.min(in.remaining(), length + (length & 1)));
    }
    return NONE;
  }

  /** The profile inside a PNG's iCCP chunk: name, zero, method, deflated bytes. */
  static byte[] inflate(byte[] chunk) {
    int start = 0;
    while (start < chunk.length && chunk[start] != 0) {
      start++;
    }
    start += 2;
    if (start >= chunk.length) {
      return NONE;
    }
    ByteArrayOutputStream profile = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(chunk, start, chunk.length - start);
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        profile.write(buffer, 0, count);
        if (profile.size() > MAX_BYTES || (count == 0 && inflater.needsInput())) {
          return NONE;
        }
        if (count == 0 && inflater.needsDictionary()) {
          return NONE;
        }
      }
      return profile.toByteArray();
    } catch (DataFormatException corrupt) {
      return NONE;
    }
  }

  /** An iCCP chunk for this profile. */
  static byte[] deflate(byte[] profile) {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes(CHUNK_START);
    byte[] buffer = new byte[8192];
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(profile);
      deflater.finish();
      while (!deflater.finished()) {
        chunk.write(buffer, 0, deflater.deflate(buffer));
      }
    }
    return chunk.toByteArray();
  }
}
