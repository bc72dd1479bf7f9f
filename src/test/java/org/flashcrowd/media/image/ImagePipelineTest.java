package org.flashcrowd.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePipelineTest {
  private static final List<RenditionSpec> SPECS =
      List.of(
          new RenditionSpec("small", 48, "auto", 95), new RenditionSpec("large", 120, "auto", 95));

  private final Path uploads;
  private final Path outputs;

  ImagePipelineTest(@TempDir Path uploads, @TempDir Path outputs) {
    this.uploads = uploads;
    this.outputs = outputs;
  }

  private ProcessedImage process(String engine, byte[] bytes) throws IOException {
    return process(engine, bytes, SPECS);
  }

  private ProcessedImage process(String engine, byte[] bytes, List<RenditionSpec> specs)
      throws IOException {
    ImagePipeline pipeline = new ImagePipeline(Engines.named(engine), ImageLimits.DEFAULT);
    return pipeline.process(Pictures.file(uploads, bytes), outputs, specs);
  }

  private static BufferedImage read(Rendered rendered) throws IOException {
    BufferedImage image = ImageIO.read(rendered.file().toFile());
    assertThat(image.getWidth()).isEqualTo(rendered.width());
    assertThat(image.getHeight()).isEqualTo(rendered.height());
    assertThat(Files.size(rendered.file())).isEqualTo(rendered.bytes());
    return image;
  }

  private void assertRefusedAndClean(String engine, byte[] bytes, String reason)
      throws IOException {
    assertThatThrownBy(() -> process(engine, bytes))
        .isInstanceOf(ImageRefused.class)
        .hasMessageContaining(reason);
    try (var left = Files.list(outputs)) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  void process_jpeg_makesOriginalAndRenditions(String engine) throws IOException {
    ProcessedImage done = process(engine, Pictures.jpeg(Patches.rgb(240, 160)));
    assertThat(done.original().name()).isEqualTo("original");
    assertThat(done.original().contentType()).isEqualTo("image/jpeg");
    assertThat(done.original().width()).isEqualTo(240);
    assertThat(done.renditions()).extracting(Rendered::name).containsExactly("small", "large");
    assertThat(done.renditions()).extracting(Rendered::width).containsExactly(48, 120);
    assertThat(done.renditions()).extracting(Rendered::height).containsExactly(32, 80);
    assertThat(done.blurhash()).hasSize(28).startsWith("L");
    assertThat(done.colour()).matches("#[0-9a-f]{6}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  void process_smallPicture_isNotEnlarged(String engine) throws IOException {
    ProcessedImage done = process(engine, Pictures.png(Patches.rgb(30, 90)));
    assertThat(done.renditions()).extracting(Rendered::height).containsExactly(48, 90);
    assertThat(done.blurhash()).hasSize(28).startsWith("T");
  }

  @ParameterizedTest
  @CsvSource({"vips,1", "jdk,1", "vips,3", "jdk,3"})
  void process_tinyPicture_works(String engine, int edge) throws IOException {
    ProcessedImage done = process(engine, Pictures.png(Patches.rgb(edge, 1)));
    assertThat(read(done.renditions().getFirst()).getWidth()).isEqualTo(edge);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  @Proves(Promise.ORIENTATION)
  void process_eachOrientation_isUpright(String engine) throws IOException {
    for (int orientation = 1; orientation <= 8; orientation++) {
      BufferedImage stored = Turned.by(Patches.rgb(240, 160), orientation);
      byte[] jpeg = Pictures.withSegment(Pictures.jpeg(stored), 0xe1, Pictures.exif(orientation));
      ProcessedImage done = process(engine, jpeg);
      BufferedImage shown = read(done.renditions().getLast());
      assertThat(shown.getWidth()).as("orientation %s", orientation).isEqualTo(120);
      assertColours(Patches.measured(shown), Patches.COLOURS);
      assertThat(done.original().width()).isEqualTo(240);
      assertThat(done.original().height()).isEqualTo(160);
      assertThat(ImageProbe.probe(done.original().file(), ImageLimits.DEFAULT).orientation())
          .isEqualTo(orientation);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  @Proves(Promise.TRUNCATED_PICTURE)
  void process_truncated_isRefusedWithNothingLeft(String engine) throws IOException {
    BufferedImage picture = Patches.rgb(240, 160);
    for (byte[] whole :
        List.of(
            Pictures.jpeg(picture),
            Pictures.progressive(picture),
            Pictures.png(picture),
            Pictures.resource("patches-p3.webp"))) {
      for (int tenths = 1; tenths < 10; tenths++) {
        byte[] cut = Arrays.copyOf(whole, whole.length * tenths / 10);
        assertRefusedAndClean(engine, cut, "damaged or incomplete");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  void process_overTheLimit_isRefused(String engine) throws IOException {
    byte[] png = Pictures.png(Patches.rgb(60, 40));
    java.nio.ByteBuffer.wrap(png).putInt(16, 20_000).putInt(20, 20_000);
    assertRefusedAndClean(engine, png, "million pixels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  void process_animatedGif_keepsAnimationAndShowsFirstFrame(String engine) throws IOException {
    BufferedImage black = new BufferedImage(120, 80, BufferedImage.TYPE_INT_RGB);
    byte[] gif = Pictures.gif(List.of(Patches.rgb(120, 80), black, black));
    ProcessedImage done = process(engine, gif);
    assertThat(done.original().contentType()).isEqualTo("image/gif");
    assertThat(ImageProbe.probe(done.original().file(), ImageLimits.DEFAULT).frames()).isEqualTo(3);
    assertColours(Patches.measured(read(done.renditions().getLast())), Patches.COLOURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  @Proves(Promise.POSITION)
  void process_withGps_leavesItInNoOutput(String engine) throws IOException {
    byte[] jpeg = Pictures.jpeg(Patches.rgb(240, 160));
    jpeg = Pictures.withSegment(jpeg, 0xe1, Pictures.xmp());
    jpeg = Pictures.withSegment(jpeg, 0xe1, Pictures.exif(3));
    jpeg = Pictures.withSegment(jpeg, 0xfe, Pictures.latin(Pictures.SECRET));
    jpeg = Pictures.joined(jpeg, Pictures.latin("PK\3\4<script>" + Pictures.SECRET));
    assertThat(Pictures.latin(jpeg)).contains(Pictures.SECRET);
    ProcessedImage done = process(engine, jpeg);
    for (Rendered rendered :
        List.of(done.original(), done.renditions().getFirst(), done.renditions().getLast())) {
      assertThat(Pictures.latin(Files.readAllBytes(rendered.file())))
          .doesNotContain(Pictures.SECRET, "Acme", "script", "http://");
    }
    assertThat(done.details().make()).isEqualTo("Acme");
    assertThat(done.details().toString()).doesNotContain(Pictures.SECRET);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  @Proves(Promise.BOGUS_EXIF)
  void process_bogusExifCount_isAcceptedWithoutIt(String engine) throws IOException {
    byte[] exif = new ExifBlock(6).claimingMake(0x7fffffff).bytes();
    byte[] jpeg = Pictures.withSegment(Pictures.jpeg(Patches.rgb(240, 160)), 0xe1, exif);
    ProcessedImage done = process(engine, jpeg);
    assertThat(done.details().make()).isNull();
    assertThat(done.renditions().getLast().height()).isEqualTo(120);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  void process_transparent_keepsAlphaUnlessJpegIsAsked(String engine) throws IOException {
    BufferedImage picture = Patches.drawn(120, 80, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 40; x++) {
        picture.setRGB(x, y, 0);
      }
    }
    ProcessedImage done =
        process(
            engine,
            Pictures.png(picture),
            List.of(
                new RenditionSpec("kept", 60, "auto", 95),
                new RenditionSpec("flat", 60, "jpeg", 95)));
    Color kept = Patches.measured(read(done.renditions().getFirst()))[0];
    assertThat(kept.getAlpha()).isZero();
    assertThat(done.renditions().getFirst().contentType())
        .isEqualTo(engine.equals("vips") ? "image/webp" : "image/png");
    Color flat = Patches.measured(read(done.renditions().getLast()))[0];
    assertThat(Patches.difference(flat, Color.WHITE)).isLessThan(3);
    assertThat(done.renditions().getLast().contentType()).isEqualTo("image/jpeg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  void process_opaqueAlphaChannel_becomesJpeg(String engine) throws IOException {
    byte[] png = Pictures.png(Patches.drawn(120, 80, BufferedImage.TYPE_INT_ARGB));
    assertThat(process(engine, png).renditions())
        .extracting(Rendered::contentType)
        .containsOnly("image/jpeg");
  }

  static void assertColours(Color[] measured, List<Color> expected) {
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Patches.difference(measured[i], expected.get(i)))
          .as("patch %s is %s, expected %s", i, measured[i], expected.get(i))
          .isLessThanOrEqualTo(3);
    }
  }
}
