package org.flashcrowd.media.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * Copies the chunks of a PNG that make up its pixels, their colours and its animation. Text, time,
 * EXIF and private chunks go; a turned picture gets a new EXIF chunk with its orientation alone.
 * Checksums are verified on the way.
 */
final class PngStripper {
  private static final Set<String> PIXELS = Set.of("IHDR", "PLTE", "IDAT", "IEND");
  private static final Set<String> ANIMATION = Set.of("acTL", "fcTL", "fdAT");
  private static final Set<String> RENDERING =
      Set.of("tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs");

  /** The rendering chunks are at most a palette long. */
  private static final int MAX_RENDERING_CHUNK = 1024;

  private static final int MAX_CHUNKS = 1_000_000;

  private final HeaderReader in;
  private final OutputStream out;
  private final ImageInfo info;
  private boolean orientationWritten;
  private int frames;

  PngStripper(HeaderReader in, OutputStream out, ImageInfo info) {
    this.in = in;
    this.out = out;
    this.info = info;
  }

  void strip() throws IOException {
    in.copy(PngHeader.SIGNATURE_BYTES, out);
    for (int chunks = 0; chunks < MAX_CHUNKS; chunks++) {
      long length = in.u32();
      String name = in.fourcc();
      if (length + 4 > in.remaining()) {
        throw ImageRefused.damaged();
      }
      if (name.equals("IDAT")) {
        writeOrientation();
      }
      if (name.equals("fcTL") && ++frames > info.frames()) {
        throw ImageRefused.damaged();
      }
      if (PIXELS.contains(name) || ANIMATION.contains(name)) {
        copyChunk(name, length);
      } else if (RENDERING.contains(name) && length <= MAX_RENDERING_CHUNK) {
        copyIfSound(name, in.bytes((int) length));
      } else if (name.equals("iCCP") && length <= IccProfile.MAX_BYTES) {
        copyProfile(in.bytes((int) length));
      } else {
        in.skip(length + 4);
      }
      if (name.equals("IEND")) {
        return;
      }
    }
    throw ImageRefused.damaged();
  }

  private void copyChunk(String name, long length) throws IOException {
    CRC32 crc = new CRC32();
    CheckedOutputStream checked = new CheckedOutputStream(out, crc);
    writeInt(out, (int) length);
    checked.write(name.getBytes(StandardCharsets.ISO_8859_1));
    in.copy(length, checked);
    if (in.u32() != crc.getValue()) {
      throw ImageRefused.damaged();
    }
    writeInt(out, (int) crc.getValue());
  }

  /** An ancillary chunk that fails its checksum is dropped rather than the picture refused. */
  private void copyIfSound(String name, byte[] body) throws IOException {
    if (in.u32() == checksum(name, body)) {
      writeChunk(name, body);
    }
  }

  /** A profile goes on under a name of our own; one that does not inflate is dropped. */
  private void copyProfile(byte[] body) throws IOException {
    if (in.u32() != checksum("iCCP", body)) {
      return;
    }
    byte[] profile = IccProfile.inflate(body);
    if (profile.length > 0) {
      writeChunk("iCCP", IccProfile.deflate(profile));
    }
  }

  private void writeOrientation() throws IOException {
    if (info.orientation() != 1 && !orientationWritten) {
      writeChunk("eXIf", Exif.onlyOrientation(info.orientation()));
      orientationWritten = true;
    }
  }

  private void writeChunk(String name, byte[] body) throws IOException {
    writeInt(out, body.length);
    out.write(name.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    writeInt(out, (int) checksum(name, body));
  }

  private static long checksum(String name, byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.ISO_8859_1));
    crc.update(body);
    return crc.getValue();
  }

  private static void writeInt(OutputStream out, int value) throws IOException {
    out.write(ByteBuffer.allocate(4).putInt(value).array());
  }
}
