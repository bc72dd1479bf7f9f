package org.flashcrowd.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ImageEnginesTest {
  @Test
  void select_jdk_readsNoHeic() {
    ImageEngine engine = ImageEngines.select("jdk");
    assertThat(engine.describe()).startsWith("JDK 25 ImageIO");
    assertThat(engine.reads(ImageFormat.HEIC)).isFalse();
    assertThat(engine.writes(ImageFormat.PNG)).isTrue();
  }

  @Test
  void select_vips_namesItsVersion() {
    assertThat(Engines.named("vips").describe()).matches("libvips 8\\.\\d+\\.\\d+.*");
  }

  @Test
  void select_auto_alwaysGivesOne() {
    assertThat(ImageEngines.select("auto").reads(ImageFormat.JPEG)).isTrue();
  }

  @Test
  void select_unknown_saysWhatThereIs() {
    assertThatThrownBy(() -> ImageEngines.select("magick"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("use auto, vips or jdk");
  }

  @Test
  void rendition_withImpossibleSettings_isRejected() {
    for (Runnable wrong :
        new Runnable[] {
          () -> new RenditionSpec("../x", 400, "auto", 80),
          () -> new RenditionSpec("original", 400, "auto", 80),
          () -> new RenditionSpec("small", 1, "auto", 80),
          () -> new RenditionSpec("small", 400, "gif", 80),
          () -> new RenditionSpec("small", 400, "auto", 101)
        }) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void size_within_keepsShapeAndNeverVanishes() {
    assertThat(new Size(4608, 1976).within(1280)).isEqualTo(new Size(1280, 549));
    assertThat(new Size(30_000, 3).within(400)).isEqualTo(new Size(400, 1));
    assertThat(new Size(20, 10).within(400)).isEqualTo(new Size(20, 10));
  }
}
