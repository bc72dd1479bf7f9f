package org.flashcrowd.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sound and damaged pictures through the whole pipeline, several at once. */
class ImagePipelineLoadTest {
  private static final int THREADS = 4;
  private static final List<RenditionSpec> SPECS =
      List.of(new RenditionSpec("small", 40, "auto", 80));

  private final Path directory;

  ImagePipelineLoadTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static List<byte[]> pictures() {
    BufferedImage picture = Patches.rgb(90, 60);
    return List.of(
        Pictures.withSegment(Pictures.jpeg(picture), 0xe1, Pictures.exif(6)),
        Pictures.progressive(picture),
        Pictures.png(picture),
        Pictures.png(Patches.drawn(90, 60, BufferedImage.TYPE_INT_ARGB)),
        Pictures.gif(List.of(picture, picture)),
        Pictures.resource("patches-p3.webp"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  void process_soundAmongDamaged_allComeOutAlike(String engine) throws Exception {
    ImagePipeline pipeline = new ImagePipeline(Engines.named(engine), ImageLimits.DEFAULT);
    List<Future<String>> hashes = new ArrayList<>();
    byte[] sound = Pictures.jpeg(Patches.rgb(90, 60));
    byte[] cut = Arrays.copyOf(sound, sound.length / 2);
    try (ExecutorService workers = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < 80; i++) {
        Path output = Files.createDirectory(directory.resolve("out" + i));
        Path upload = Pictures.file(directory, i % 2 == 0 ? sound : cut);
        hashes.add(workers.submit(() -> outcome(pipeline, upload, output)));
      }
    }
    String expected = hashes.getFirst().get(10, TimeUnit.SECONDS);
    assertThat(expected).startsWith("L");
    for (int i = 0; i < hashes.size(); i++) {
      assertThat(hashes.get(i).get(10, TimeUnit.SECONDS))
          .isEqualTo(i % 2 == 0 ? expected : "refused");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"vips", "jdk"})
  void process_damagedAtRandom_isDoneOrRefused(String engine) throws IOException {
    ImagePipeline pipeline = new ImagePipeline(Engines.named(engine), ImageLimits.DEFAULT);
    Random random = new Random(42);
    int refused = 0;
    for (byte[] picture : pictures()) {
      for (int round = 0; round < 60; round++) {
        byte[] damaged = picture.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
          damaged[12 + random.nextInt(damaged.length - 12)] = (byte) random.nextInt(256);
        }
        Path output = Files.createTempDirectory(directory, "out");
        if (outcome(pipeline, Pictures.file(directory, damaged), output).equals("refused")) {
          refused++;
          try (var left = Files.list(output)) {
            assertThat(left).isEmpty();
          }
        }
      }
    }
    assertThat(refused).as("damage that is noticed").isGreaterThan(30);
  }

  private static String outcome(ImagePipeline pipeline, Path upload, Path output)
      throws IOException {
    try {
      return pipeline.process(upload, output, SPECS).blurhash();
    } catch (ImageRefused refused) {
      return "refused";
    }
  }
}
