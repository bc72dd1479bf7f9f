package org.flashcrowd.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Were something to reach libvips past our own check, it would be turned away there as well. */
@Proves(Promise.DECODERS)
class VipsLoadersTest {
  @TempDir Path folder;

  private void load(String loader, byte[] file) {
    assertThat(Engines.named("vips").describe()).startsWith("libvips");
    Path there = Pictures.file(folder, file);
    try (VipsImages images = new VipsImages(Objects.requireNonNull(Vips.find()))) {
      images.load(loader, there.toString(), List.of());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vips_ppmload, 'P5 1 1 255 x'",
    "vips_svgload, '<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>'",
    "vips_magickload, 'push graphic-context'",
    "vips_pdfload, '%PDF-1.7'",
    "vips_tiffload, 'II*'",
    "vips_csvload, '1,2,3'",
    "vips_matrixload, '1 1'"
  })
  void load_whatIsNotOnTheList_isBlocked(String loader, String file) {
    assertThatThrownBy(() -> load(loader, Pictures.latin(file))).isInstanceOf(VipsFailed.class);
  }

  /** That it is the list which stops them, and not the files. */
  @Test
  void control_whatIsOnTheList_isLoaded() {
    load("vips_pngload", Pictures.png(Patches.rgb(60, 40)));
  }
}
