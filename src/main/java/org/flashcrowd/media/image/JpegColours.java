package org.flashcrowd.media.image;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How the channels of a JPEG are meant: their number, and Adobe's note on how they were
 * transformed.
 *
 * @param channels 1, 3 or 4
 * @param transform of Adobe's segment: 2 for YCCK, 0 otherwise
 */
record JpegColours(int channels, int transform) {

  /** Of a picture that is no JPEG. */
  static final JpegColours NONE = new JpegColours(0, 0);

  /** Reads the segments of a file that {@link MetadataStripper} wrote. */
  static JpegColours read(Path stripped) throws IOException {
    try (HeaderReader in = new HeaderReader(stripped)) {
      int channels = 0;
      int transform = 0;
      in.skip(2);
      for (int marker = JpegHeader.nextMarker(in);
          marker != JpegHeader.SOS;
          marker = JpegHeader.nextMarker(in)) {
        byte[] body = in.bytes(in.u16() - 2);
        if (JpegHeader.isFrame(marker)) {
          channels = body[5];
        } else if (marker == JpegStripper.APP14) {
          transform = body[11];
        }
      }
      return new JpegColours(channels, transform);
    }
  }
}
