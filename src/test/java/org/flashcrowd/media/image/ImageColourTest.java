package org.flashcrowd.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Colours of the renditions against colours known by construction: ΔE at most 3 on each engine. */
class ImageColourTest {
  private static final int WIDTH = 240;
  private static final int HEIGHT = 160;

  private final Path uploads;
  private final Path outputs;

  ImageColourTest(@TempDir Path uploads, @TempDir Path outputs) {
    this.uploads = uploads;
    this.outputs = outputs;
  }

  private Color[] shown(String engine, byte[] bytes) throws IOException {
    ImagePipeline pipeline = new ImagePipeline(Engines.named(engine), ImageLimits.DEFAULT);
    RenditionSpec spec = new RenditionSpec("small", 120, "jpeg", 98);
    ProcessedImage done = pipeline.process(Pictures.file(uploads, bytes), outputs, List.of(spec));
    return Patches.measured(ImageIO.read(done.renditions().getFirst().file().toFile()));
  }

  private void assertShown(String engine, byte[] bytes, List<Color> expected) throws IOException {
    ImagePipelineTest.assertColours(shown(engine, bytes), expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  @Proves(Promise.UNUSUAL_PICTURE)
  void plainPictures_keepTheirColours(String engine) throws IOException {
    BufferedImage picture = Patches.rgb(WIDTH, HEIGHT);
    assertShown(engine, Pictures.jpeg(picture), Patches.COLOURS);
    assertShown(engine, Pictures.progressive(picture), Patches.COLOURS);
    assertShown(engine, Pictures.png(picture), Patches.COLOURS);
    assertShown(engine, Pictures.gif(List.of(picture)), Patches.COLOURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  @Proves(Promise.COLOUR_PROFILE)
  void displayP3_isConvertedToSrgb(String engine) throws IOException {
    List<Color> expected = Patches.COLOURS.stream().map(DisplayP3::toSrgb).toList();
    assertThat(Patches.difference(expected.getFirst(), Patches.COLOURS.getFirst()))
        .as("the profile makes a difference that can be measured")
        .isGreaterThan(6);
    BufferedImage picture = Patches.rgb(WIDTH, HEIGHT);
    byte[] chunk = IccProfile.deflate(DisplayP3.profile());
    assertShown(engine, Pictures.withChunk(Pictures.png(picture), "iCCP", chunk), expected);
    assertShown(engine, withProfile(Pictures.jpeg(picture), DisplayP3.profile()), expected);
    assertShown(engine, Pictures.resource("patches-p3.webp"), expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  @Proves(Promise.COLOUR_PROFILE)
  void corruptProfile_isIgnored(String engine) throws IOException {
    byte[] corrupt = DisplayP3.profile();
    Arrays.fill(corrupt, 36, corrupt.length, (byte) 0x5a);
    BufferedImage picture = Patches.rgb(WIDTH, HEIGHT);
    byte[] chunk = IccProfile.deflate(corrupt);
    assertShown(engine, Pictures.withChunk(Pictures.png(picture), "iCCP", chunk), Patches.COLOURS);
    byte[] noise = Pictures.latin("icc\0\0this does not inflate");
    assertShown(engine, Pictures.withChunk(Pictures.png(picture), "iCCP", noise), Patches.COLOURS);
    assertShown(engine, withProfile(Pictures.jpeg(picture), corrupt), Patches.COLOURS);
  }

  private static byte[] withProfile(byte[] jpeg, byte[] profile) {
    byte[] body = Pictures.joined(JpegStripper.ICC, new byte[] {1, 1}, profile);
    // Behind JFIF's segment, which has to come first.
    byte[] start = Arrays.copyOf(jpeg, 20);
    byte[] rest = Arrays.copyOfRange(jpeg, 18, jpeg.length);
    byte[] tail = Pictures.withSegment(rest, 0xe2, body);
    return Pictures.joined(Arrays.copyOf(start, 20), Arrays.copyOfRange(tail, 2, tail.length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  @Proves(Promise.UNUSUAL_PICTURE)
  void sixteenBits_areRounded(String engine) throws IOException {
    assertShown(engine, Pictures.png(deep(false)), Patches.COLOURS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  @Proves(Promise.UNUSUAL_PICTURE)
  void sixteenBitAlpha_isNotCutOff(String engine) throws IOException {
    // A quarter opaque: what is left of each colour on white.
    List<Color> expected =
        Patches.COLOURS.stream()
            .map(c -> new Color(veil(c.getRed()), veil(c.getGreen()), veil(c.getBlue())))
            .toList();
    assertShown(engine, Pictures.png(deep(true)), expected);
  }

  private static int veil(int value) {
    return Math.round(value * 0.25f + 255 * 0.75f);
  }

  private static BufferedImage deep(boolean alpha) {
    int bands = alpha ? 4 : 3;
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, WIDTH, HEIGHT, bands, null);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        Color colour = Patches.COLOURS.get(Patches.index(x, y, WIDTH, HEIGHT));
        int[] pixel = {
          colour.getRed() * 257, colour.getGreen() * 257, colour.getBlue() * 257, 65_535 / 4
        };
        raster.setPixel(x, y, Arrays.copyOf(pixel, bands));
      }
    }
    var model =
        new java.awt.image.ComponentColorModel(
            java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_sRGB),
            alpha,
            false,
            alpha ? java.awt.Transparency.TRANSLUCENT : java.awt.Transparency.OPAQUE,
            DataBuffer.TYPE_USHORT);
    return new BufferedImage(model, raster, false, null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  @Proves(Promise.UNUSUAL_PICTURE)
  void paletteWithTransparency_isLaidOnWhite(String engine) throws IOException {
    byte[][] channels = new byte[4][6];
    for (int i = 0; i < 6; i++) {
      Color colour = Patches.COLOURS.get(i);
      channels[0][i] = (byte) colour.getRed();
      channels[1][i] = (byte) colour.getGreen();
      channels[2][i] = (byte) colour.getBlue();
      channels[3][i] = (byte) (i == 1 ? 0 : 255);
    }
    IndexColorModel palette =
        new IndexColorModel(8, 6, channels[0], channels[1], channels[2], channels[3]);
    BufferedImage picture =
        new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, palette);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int[] index = {Patches.index(x, y, WIDTH, HEIGHT)};
        picture.getRaster().setPixel(x, y, index);
      }
    }
    List<Color> expected = new java.util.ArrayList<>(Patches.COLOURS);
    expected.set(1, Color.WHITE);
    assertShown(engine, Pictures.png(picture), expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  void grey_keepsItsLightness(String engine) throws IOException {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int[] level = {40 * Patches.index(x, y, WIDTH, HEIGHT) + 20};
        picture.getRaster().setPixel(x, y, level);
      }
    }
    List<Color> expected =
        java.util.stream.IntStream.range(0, 6)
            .map(i -> 40 * i + 20)
            .mapToObj(level -> new Color(level, level, level))
            .toList();
    assertShown(engine, Pictures.png(picture), expected);
    assertShown(engine, Pictures.jpeg(picture), expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  @Proves(Promise.UNUSUAL_PICTURE)
  void cmykWithoutProfile_isShownAsBrowsersDo(String engine) throws IOException {
    byte[] plain = Pictures.jpeg(inks());
    byte[] adobe = Pictures.latin("Adobe\0d\0\0\0\0\0");
    assertShown(engine, plain, Patches.COLOURS);
    assertShown(engine, Pictures.withSegment(plain, 0xee, adobe), Patches.COLOURS);
  }

  /** The patches in four inks, as much black as can be, stored inverted as is usual. */
  private static Raster inks() {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        Color c = Patches.COLOURS.get(Patches.index(x, y, WIDTH, HEIGHT));
        int light = Math.max(c.getRed(), Math.max(c.getGreen(), c.getBlue()));
        int[] pixel = {
          255 * c.getRed() / light, 255 * c.getGreen() / light, 255 * c.getBlue() / light, light
        };
        raster.setPixel(x, y, pixel);
      }
    }
    return raster;
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  void transparentColours_doNotBleed(String engine) throws IOException {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        // Every other column is invisible red: only white may be seen.
        picture.setRGB(x, y, x % 2 == 0 ? 0x00ff0000 : 0xffffffff);
      }
    }
    assertShown(engine, Pictures.png(picture), java.util.Collections.nCopies(6, Color.WHITE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"patches.avif", "patches.heic"})
  void heif_becomesJpegWithoutMetadata(String name) throws IOException {
    ImageEngine engine = Engines.named("vips");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        engine.reads(ImageFormat.HEIC), "this libvips is built without HEIC and AVIF");
    assertThat(Pictures.latin(Pictures.resource(name))).contains(Pictures.SECRET);
    ProcessedImage done =
        new ImagePipeline(engine, ImageLimits.DEFAULT)
            .process(
                Pictures.file(uploads, Pictures.resource(name)), outputs, RenditionSpec.DEFAULTS);
    assertThat(done.original().contentType()).isEqualTo("image/jpeg");
    assertThat(done.original().width()).isEqualTo(96);
    byte[] original = java.nio.file.Files.readAllBytes(done.original().file());
    assertThat(Pictures.latin(original)).doesNotContain(Pictures.SECRET);
    assertThat(done.details().lens()).isEqualTo("Acme 5.7mm f/1.8");
    ImagePipelineTest.assertColours(
        Patches.measured(ImageIO.read(done.original().file().toFile())), Patches.COLOURS);
  }

  @org.junit.jupiter.api.Test
  void transparentHeif_keepsAlphaAndNoMetadata() throws IOException {
    ImageEngine engine = Engines.named("vips");
    org.junit.jupiter.api.Assumptions.assumeTrue(
        engine.reads(ImageFormat.AVIF), "this libvips is built without HEIC and AVIF");
    byte[] avif = Pictures.resource("transparent.avif");
    assertThat(Pictures.latin(avif)).contains(Pictures.SECRET);
    ProcessedImage done =
        new ImagePipeline(engine, ImageLimits.DEFAULT)
            .process(Pictures.file(uploads, avif), outputs, RenditionSpec.DEFAULTS);
    assertThat(done.original().contentType()).isEqualTo("image/webp");
    assertThat(ImageProbe.probe(done.original().file(), ImageLimits.DEFAULT).alpha()).isTrue();
    try (var files = java.nio.file.Files.list(outputs)) {
      for (Path file : files.toList()) {
        assertThat(Pictures.latin(java.nio.file.Files.readAllBytes(file)))
            .doesNotContain(Pictures.SECRET, "Acme");
      }
    }
  }
}
