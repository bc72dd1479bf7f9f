package org.flashcrowd.media.image;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damages every kind of file at random: the answer is a picture or a refusal, nothing else. */
class ImageMutationTest {
  private static final int ROUNDS = 400;
  private static final ImageLimits LIMITS = new ImageLimits(10_000_000, 10_000, 100);

  private final Path directory;

  ImageMutationTest(@TempDir Path directory) {
    this.directory = directory;
  }

  static List<byte[]> pictures() {
    BufferedImage picture = Patches.rgb(48, 32);
    byte[] exif = Pictures.exif(6);
    byte[] tiff = Arrays.copyOfRange(exif, 6, exif.length);
    return List.of(
        Pictures.withSegment(Pictures.jpeg(picture), 0xe1, exif),
        Pictures.progressive(picture),
        Pictures.withChunk(Pictures.png(picture), "eXIf", tiff),
        Pictures.gif(List.of(picture, picture, picture)),
        Pictures.resource("patches-p3.webp"),
        Pictures.resource("patches.avif"));
  }

  @ParameterizedTest
  @MethodSource("pictures")
  void damaged_atRandom_isReadOrRefused(byte[] picture) {
    Random random = new Random(20_261_123);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = picture.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        // The first bytes tell the type; most of the structure lies early.
        int at = 4 + random.nextInt(random.nextBoolean() ? 120 : damaged.length - 4);
        damaged[at] = (byte) random.nextInt(256);
      }
      if (random.nextBoolean()) {
        damaged = Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length));
      }
      Path file = Pictures.file(directory, damaged);
      assertThatCode(() -> readOrRefuse(file)).as("round %s", round).doesNotThrowAnyException();
    }
  }

  private void readOrRefuse(Path file) throws IOException {
    Path stripped = directory.resolve("stripped");
    try {
      Header header = ImageProbe.read(file, LIMITS);
      ImageDetails.of(header.exif());
      if (header.info().format().strippable()) {
        MetadataStripper.strip(file, header.info(), stripped);
        ImageProbe.read(stripped, LIMITS);
      }
    } catch (ImageRefused expected) {
      // The other answer.
    } finally {
      Files.deleteIfExists(stripped);
      Files.delete(file);
    }
  }
}
