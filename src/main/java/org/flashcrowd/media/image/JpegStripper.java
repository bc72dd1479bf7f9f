package org.flashcrowd.media.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Copies the segments of a JPEG that make up its pixels and their colours. Kept: tables, frame and
 * scans, the ICC profile (APP2), Adobe's colour transform (APP14) and JFIF's density (APP0, without
 * its thumbnail). EXIF, XMP, IPTC, comments, MPF and gain maps go; a turned picture gets a new EXIF
 * block with its orientation alone.
 */
final class JpegStripper {
  private static final int APP0 = 0xe0;
  static final int APP2 = 0xe2;
  static final int APP14 = 0xee;
  private static final int DHT = 0xc4;
  private static final int DQT = 0xdb;
  private static final int DRI = 0xdd;
  private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.ISO_8859_1);
  static final byte[] ICC = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.ISO_8859_1);

  /** Encoders write about ten; each costs a pass over every coefficient. */
  private static final int MAX_SCANS = 100;

  private final HeaderReader in;
  private final OutputStream out;
  private final int orientation;
  private boolean orientationWritten;
  private int scans;

  JpegStripper(HeaderReader in, OutputStream out, int orientation) {
    this.in = in;
    this.out = out;
    this.orientation = orientation;
  }

  void strip() throws IOException {
    in.skip(2);
    writeMarker(JpegHeader.SOI);
    for (int segments = 0; segments < JpegHeader.MAX_SEGMENTS; segments++) {
      int marker = JpegHeader.nextMarker(in);
      if (marker == JpegHeader.EOI) {
        if (scans == 0) {
          throw ImageRefused.damaged();
        }
        writeMarker(JpegHeader.EOI);
        return;
      }
      if (!JpegHeader.isStandalone(marker)) {
        copySegment(marker);
      }
    }
    throw ImageRefused.damaged();
  }

  private void copySegment(int marker) throws IOException {
    int length = in.u16() - 2;
    if (length < 0 || length > in.remaining()) {
      throw ImageRefused.damaged();
    }
    if (marker != APP0) {
      writeOrientation();
    }
    if (marker == DHT || marker == DQT || marker == DRI || JpegHeader.isFrame(marker)) {
      writeSegment(marker, in.bytes(length));
    } else if (marker == JpegHeader.SOS) {
      writeSegment(marker, in.bytes(length));
      copyScan();
    } else if (marker == APP0 || marker == APP2 || marker == APP14) {
      byte[] body = in.bytes(length);
      if (marker == APP0 && startsWith(body, JFIF) && length >= 14) {
        body = Arrays.copyOf(body, 14);
        body[12] = 0;
        body[13] = 0;
        writeSegment(marker, body);
      } else if (marker == APP2 && startsWith(body, ICC)) {
        writeSegment(marker, body);
      } else if (marker == APP14 && startsWith(body, ADOBE) && length >= 12) {
        writeSegment(marker, Arrays.copyOf(body, 12));
      }
    } else {
      in.skip(length);
    }
  }

  /** Coded pixels run up to the next marker; a zero or a restart after 0xff belongs to them. */
  private void copyScan() throws IOException {
    if (++scans > MAX_SCANS) {
      throw new ImageRefused("The JPEG has more than %d scans".formatted(MAX_SCANS));
    }
    while (true) {
      in.copyUntil((byte) 0xff, out);
      long at = in.position();
      in.skip(1);
      int next = in.u8();
      if (next == 0 || (next >= 0xd0 && next <= 0xd7)) {
        writeMarker(next);
      } else {
        in.seek(at);
        return;
      }
    }
  }

  private void writeOrientation() throws IOException {
    if (orientation != 1 && !orientationWritten) {
      byte[] tiff = Exif.onlyOrientation(orientation);
      ByteBuffer body = ByteBuffer.allocate(Exif.PREFIX.length + tiff.length);
      writeSegment(JpegHeader.APP1, body.put(Exif.PREFIX).put(tiff).array());
      orientationWritten = true;
    }
  }

  private void writeSegment(int marker, byte[] body) throws IOException {
    writeMarker(marker);
    out.write((body.length + 2) >> 8);
    out.write(body.length + 2);
    out.write(body);
  }

  private void writeMarker(int marker) throws IOException {
    out.write(0xff);
    out.write(marker);
  }

  static boolean startsWith(byte[] body, byte[] prefix) {
    return body.length >= prefix.length
        && Arrays.equals(body, 0, prefix.length, prefix, 0, prefix.length);
  }
}
