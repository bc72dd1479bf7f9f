package org.flashcrowd.gallery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.flashcrowd.media.image.Blurhash;

/**
 * Turns a BlurHash into a picture of a few pixels that fits into a page. The browser stretches it:
 * so there is something to see before the photo has come, without script and without a style of its
 * own. As a BMP, the one format that needs no compression; in gzip it costs what a PNG would.
 */
final class Blur {
  private static final int EDGE = 8;
  private static final int HEADER = 54;
  private static final int BITS = 24;
  private static final long KEPT = 10_000;
  // Transparent, one pixel: what there is where a photo has no hash.
  private static final String NOTHING =
      "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

  private final Cache<String, String> drawn = Caffeine.newBuilder().maximumSize(KEPT).build();

  /** As a {@code data:} URI; of an empty or broken hash a transparent pixel. */
  String dataUri(String hash) {
    return drawn.get(hash, Blur::draw);
  }

  private static String draw(String hash) {
    try {
      byte[] bmp = bmp(Blurhash.paint(hash, EDGE, EDGE));
      return "data:image/bmp;base64," + Base64.getEncoder().encodeToString(bmp);
    } catch (IllegalArgumentException noHash) {
      return NOTHING;
    }
  }

  /** BITMAPFILEHEADER and BITMAPINFOHEADER, then lines from top to bottom (a negative height). */
  private static byte[] bmp(int[] argb) {
    int size = HEADER + argb.length * 3;
    ByteBuffer bmp = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    bmp.put((byte) 'B').put((byte) 'M').putInt(size).putInt(0).putInt(HEADER);
    bmp.putInt(HEADER - 14).putInt(EDGE).putInt(-EDGE).putShort((short) 1).putShort((short) BITS);
    bmp.position(HEADER);
    for (int pixel : argb) {
      bmp.put((byte) pixel).put((byte) (pixel >> 8)).put((byte) (pixel >> 16));
    }
    return bmp.array();
  }
}
