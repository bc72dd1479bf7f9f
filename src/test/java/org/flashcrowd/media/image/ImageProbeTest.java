package org.flashcrowd.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageProbeTest {
  private static final ImageLimits LIMITS = new ImageLimits(1_000_000, 2_000, 50);

  private final Path directory;

  ImageProbeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private ImageInfo probe(byte[] bytes) throws IOException {
    return ImageProbe.probe(Pictures.file(directory, bytes), LIMITS);
  }

  private void assertRefused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> probe(bytes))
        .isInstanceOf(ImageRefused.class)
        .hasMessageContaining(reason)
        .satisfies(refused -> assertThat(refused.getStackTrace()).isEmpty());
  }

  @Test
  void probe_jpegWithExif_hasStoredSizeAndOrientation() throws IOException {
    byte[] jpeg = Pictures.withSegment(Pictures.jpeg(Patches.rgb(60, 40)), 0xe1, Pictures.exif(6));
    assertThat(probe(jpeg)).isEqualTo(new ImageInfo(ImageFormat.JPEG, 60, 40, 1, 6, false));
  }

  @Test
  void probe_pngWithAlpha_saysSo() throws IOException {
    byte[] png = Pictures.png(Patches.drawn(30, 20, java.awt.image.BufferedImage.TYPE_INT_ARGB));
    assertThat(probe(png)).isEqualTo(new ImageInfo(ImageFormat.PNG, 30, 20, 1, 1, true));
  }

  @Test
  void probe_animatedGif_countsFrames() throws IOException {
    byte[] gif = Pictures.gif(Collections.nCopies(7, Patches.rgb(30, 20)));
    assertThat(probe(gif).frames()).isEqualTo(7);
    assertThat(probe(gif).format()).isEqualTo(ImageFormat.GIF);
  }

  @Test
  void probe_webp_readsLossless() throws IOException {
    ImageInfo info = probe(Pictures.resource("patches-p3.webp"));
    assertThat(info).isEqualTo(new ImageInfo(ImageFormat.WEBP, 96, 64, 1, 1, false));
  }

  @Test
  void probe_avif_readsPrimaryItem() throws IOException {
    ImageInfo info = probe(Pictures.resource("patches.avif"));
    assertThat(info).isEqualTo(new ImageInfo(ImageFormat.AVIF, 96, 64, 1, 1, false));
  }

  @Test
  @Proves(Promise.PICTURE_BOMB)
  void probe_jpegOfLargestMeasures_isRefused() {
    byte[] jpeg = Pictures.jpeg(Patches.rgb(60, 40));
    int frame = indexOf(jpeg, 0xff, 0xc0);
    Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xff);
    assertRefused(jpeg, "65535 × 65535");
  }

  @Test
  @Proves(Promise.PICTURE_BOMB)
  void probe_pngOfTooManyPixels_isRefused() {
    byte[] png = Pictures.png(Patches.rgb(60, 40));
    ByteBuffer.wrap(png).putInt(16, 1_500).putInt(20, 1_500);
    assertRefused(png, "million pixels");
  }

  @Test
  void probe_apngOfManyFrames_isRefused() {
    byte[] frames = ByteBuffer.allocate(8).putInt(51).array();
    assertRefused(
        Pictures.withChunk(Pictures.png(Patches.rgb(30, 20)), "acTL", frames),
        "more than 50 frames");
  }

  @Test
  @Proves(Promise.PICTURE_BOMB)
  void probe_gifOfTenThousandFrames_isRefused() {
    byte[] gif = Pictures.gif(List.of(Patches.rgb(3, 2)));
    // Everything behind the screen and its colour table, but the trailer, ten thousand times.
    int frame = 13 + GifHeader.colourTable(gif[10]);
    byte[] once = Arrays.copyOfRange(gif, frame, gif.length - 1);
    byte[][] parts = new byte[10_001][];
    Arrays.fill(parts, once);
    parts[0] = Arrays.copyOf(gif, frame);
    assertRefused(Pictures.joined(parts), "more than 50 frames");
  }

  @Test
  @Proves(Promise.PICTURE_BOMB)
  void probe_gifWhoseFramesAddUpToTooManyPixels_isRefused() {
    byte[] gif = Pictures.gif(Collections.nCopies(20, Patches.rgb(300, 200)));
    assertRefused(gif, "counting every frame");
  }

  @Test
  void probe_zeroBytes_isRefused() {
    assertRefused(new byte[0], "empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "<?xml version='1.0'?><svg/>",
        "%PDF-1.7 and more",
        "II*\0........",
        "MM\0*........",
        "push graphic-context viewbox 0 0 1 1",
        "<image><read filename='/etc/passwd'/></image>",
        "RIFF....AVI LIST",
        "\0\0\0\u0018ftypmp42\0\0\0\0mp42isom",
        "BM......",
        "x"
      })
  @Proves(Promise.FOREIGN_FORMAT)
  void probe_otherTypes_areRefused(String start) {
    assertThatThrownBy(() -> probe(Pictures.latin(start + " ".repeat(64))))
        .isInstanceOf(ImageRefused.class);
  }

  @Test
  void probe_arithmeticJpeg_isRefused() {
    byte[] jpeg = Pictures.jpeg(Patches.rgb(60, 40));
    jpeg[indexOf(jpeg, 0xff, 0xc0) + 1] = (byte) 0xc9;
    assertRefused(jpeg, "arithmetic");
  }

  @Test
  void probe_endlessTinySegments_isRefused() {
    byte[][] parts = new byte[20_001][];
    Arrays.fill(parts, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 2});
    parts[0] = new byte[] {(byte) 0xff, (byte) 0xd8};
    assertRefused(Pictures.joined(parts), "damaged");
  }

  @Test
  void probe_heifItemOfHugeMeasures_isRefused() {
    byte[] avif = Pictures.resource("patches.avif");
    int at = Pictures.latin(avif).indexOf("ispe") + 8;
    ByteBuffer.wrap(avif).putInt(at, 1 << 30);
    assertRefused(avif, "longest side");
  }

  @Test
  void limits_withoutRoom_areRejected() {
    assertThatThrownBy(() -> new ImageLimits(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static int indexOf(byte[] bytes, int first, int second) {
    for (int i = 0; i + 1 < bytes.length; i++) {
      if ((bytes[i] & 0xff) == first && (bytes[i + 1] & 0xff) == second) {
        return i;
      }
    }
    throw new AssertionError("not there");
  }
}
