package org.flashcrowd.media.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies the chunks of a WebP that make up its pixels, colours and animation, and corrects the
 * flags of the extended header to what is left. RIFF names its length first, so the chunks to keep
 * are listed before they are copied.
 */
final class WebpStripper {
  private static final int PROFILE = 0x20;
  private static final int EXIF = 0x08;
  private static final int FRAME_HEADER = 16;

  private final HeaderReader in;
  private final OutputStream out;
  private final int orientation;
  private final List<Chunk> kept = new ArrayList<>();

  /** A chunk to keep: a body made here, or a range of the file, and for a frame its own chunks. */
  private record Chunk(String name, ByteBuffer head, long offset, long length, List<Chunk> within) {
    long size() {
      return head.remaining() + length + within.stream().mapToLong(Chunk::padded).sum();
    }

    long padded() {
      return 8 + size() + (size() & 1);
    }
  }

  WebpStripper(HeaderReader in, OutputStream out, int orientation) {
    this.in = in;
    this.out = out;
    this.orientation = orientation;
  }

  void strip() throws IOException {
    in.skip(4);
    long end = 8 + in.u32le();
    in.skip(4);
    while (end - in.position() >= 8) {
      list(end);
    }
    boolean extended = kept.getFirst().name().equals("VP8X");
    if (extended) {
      writeFlags();
    }
    out.write("RIFF".getBytes(StandardCharsets.ISO_8859_1));
    writeInt(4 + kept.stream().mapToLong(Chunk::padded).sum());
    out.write("WEBP".getBytes(StandardCharsets.ISO_8859_1));
    for (Chunk chunk : kept) {
      write(chunk);
    }
  }

  private void list(long end) throws IOException {
    String name = in.fourcc();
    long length = in.u32le();
    long start = in.position();
    if (length > end - start) {
      throw ImageRefused.damaged();
    }
    switch (name) {
      case "VP8X" -> {
        if (kept.isEmpty() && length >= 10) {
          kept.add(new Chunk(name, ByteBuffer.wrap(in.bytes(10)), start, 0, List.of()));
        }
      }
      case "VP8 ", "VP8L", "ALPH", "ANIM", "ICCP" -> {
        if (kept.stream().noneMatch(chunk -> chunk.name().equals(name))) {
          kept.add(new Chunk(name, ByteBuffer.allocate(0), start, length, List.of()));
        }
      }
      case "ANMF" -> kept.add(frame(start, length));
      default -> {}
    }
    in.seek(Math.min(end, start + length + (length & 1)));
  }

  private Chunk frame(long start, long length) throws IOException {
    if (length < FRAME_HEADER) {
      throw ImageRefused.damaged();
    }
    ByteBuffer head = ByteBuffer.wrap(in.bytes(FRAME_HEADER));
    List<Chunk> within = new ArrayList<>();
    long end = start + length;
    while (end - in.position() >= 8 && within.size() < 2) {
      String name = in.fourcc();
      long inner = in.u32le();
      long at = in.position();
      if (inner > end - at) {
        throw ImageRefused.damaged();
      }
      if (name.equals("VP8 ") || name.equals("VP8L") || name.equals("ALPH")) {
        within.add(new Chunk(name, ByteBuffer.allocate(0), at, inner, List.of()));
      }
      in.seek(Math.min(end, at + inner + (inner & 1)));
    }
    return new Chunk("ANMF", head, start, 0, within);
  }

  /** Says only what is kept: the profile if there is one, EXIF if the picture is turned. */
  private void writeFlags() {
    ByteBuffer head = kept.getFirst().head();
    int flags = head.get(0) & (WebpHeader.ALPHA | WebpHeader.ANIMATION);
    if (kept.stream().anyMatch(chunk -> chunk.name().equals("ICCP"))) {
      flags |= PROFILE;
    }
    if (orientation != 1) {
      flags |= EXIF;
      ByteBuffer tiff = ByteBuffer.wrap(Exif.onlyOrientation(orientation));
      kept.add(new Chunk("EXIF", tiff, 0, 0, List.of()));
    }
    head.put(0, (byte) flags);
  }

  private void write(Chunk chunk) throws IOException {
    out.write(chunk.name().getBytes(StandardCharsets.ISO_8859_1));
    writeInt(chunk.size());
    out.write(chunk.head().array());
    in.seek(chunk.offset());
    in.copy(chunk.length(), out);
    for (Chunk inner : chunk.within()) {
      write(inner);
    }
    if ((chunk.size() & 1) != 0) {
      out.write(0);
    }
  }

  private void writeInt(long value) throws IOException {
    out.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
  }
}
