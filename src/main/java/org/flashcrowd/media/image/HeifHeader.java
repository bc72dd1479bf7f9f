package org.flashcrowd.media.image;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the item properties of a HEIC or AVIF file (ISO/IEC 23008-12, boxes of ISO/IEC 14496-12):
 * the measures of the primary item, its turn, and where its EXIF lies. Only the {@code meta} box is
 * held in memory, and it is bounded.
 */
final class HeifHeader {
  private static final int MAX_META = 2 * 1024 * 1024;
  private static final int MAX_TOP_BOXES = 64;
  private static final Set<String> HEVC =
      Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");
  private static final Set<String> AV1 = Set.of("avif", "avis");

  private HeifHeader() {}

  static Header read(HeaderReader in, ImageLimits limits) throws IOException {
    ImageFormat format = format(in);
    ByteBuffer meta = meta(in);
    try {
      HeifItems items = HeifItems.parse(meta);
      items.largest(limits::check);
      Exif exif = exif(in, items);
      return new Header(items.info(format), exif);
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException broken) {
      throw ImageRefused.damaged();
    }
  }

  private static ImageFormat format(HeaderReader in) throws IOException {
    long size = in.u32();
    in.skip(4);
    if (size < 16 || size > 4096 || size % 4 != 0) {
      throw ImageRefused.damaged();
    }
    Set<String> brands = new HashSet<>();
    brands.add(in.fourcc());
    in.skip(4);
    for (long at = 16; at < size; at += 4) {
      brands.add(in.fourcc());
    }
    if (AV1.stream().anyMatch(brands::contains)) {
      return ImageFormat.AVIF;
    }
    if (HEVC.stream().anyMatch(brands::contains)) {
      return ImageFormat.HEIC;
    }
    throw new ImageRefused("This is a video or an unknown kind of picture, not HEIC or AVIF");
  }

  private static ByteBuffer meta(HeaderReader in) throws IOException {
    for (int boxes = 0; boxes < MAX_TOP_BOXES && in.remaining() >= 8; boxes++) {
      long start = in.position();
      long size = in.u32();
      String type = in.fourcc();
      if (size == 1) {
        size = in.u32() << 32 | in.u32();
      } else if (size == 0) {
        size = in.size() - start;
      }
      long body = size - (in.position() - start);
      if (body < 0 || body > in.remaining()) {
        throw ImageRefused.damaged();
      }
      if (type.equals("meta")) {
        if (body > MAX_META) {
          throw ImageRefused.damaged();
        }
        return ByteBuffer.wrap(in.bytes((int) body));
      }
      in.skip(body);
    }
    throw ImageRefused.damaged();
  }

  /** The EXIF item begins with the offset of its TIFF structure. */
  private static Exif exif(HeaderReader in, HeifItems items) throws IOException {
    HeifItems.Extent extent = items.exif();
    if (extent == null
        || extent.length() < 4
        || extent.length() > Exif.MAX_BYTES
        || extent.offset() < 0
        || extent.offset() > in.size() - extent.length()) {
      return Exif.NONE;
    }
    in.seek(extent.offset());
    long skip = in.u32();
    if (skip > extent.length() - 4) {
      return Exif.NONE;
    }
    in.skip(skip);
    return Exif.of(in.bytes((int) (extent.length() - 4 - skip)));
  }
}
