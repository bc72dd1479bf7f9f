package org.flashcrowd.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Random;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Test;

class ImageDetailsTest {
  @Test
  void of_phone_hasCameraAndExposureOnly() {
    assertThat(ImageDetails.of(Exif.of(Pictures.exif(1))))
        .isEqualTo(
            new ImageDetails(
                "Acme",
                "Pocket 7",
                "Acme 5.7mm f/1.8",
                "1/250",
                1.8,
                100,
                5.7,
                LocalDateTime.of(2026, 7, 14, 18, 30, 5)));
  }

  @Test
  void of_none_isEmpty() {
    assertThat(ImageDetails.of(Exif.NONE)).isEqualTo(ImageDetails.NONE);
    assertThat(ImageDetails.of(Exif.of(Pictures.latin("MM\0*nonsense"))))
        .isEqualTo(ImageDetails.NONE);
  }

  @Test
  void of_longText_isBounded() {
    byte[] exif = new ExifBlock(1).claimingMake(150).bytes();
    String make = ImageDetails.of(Exif.of(exif)).make();
    assertThat(make == null ? 0 : make.length()).isLessThanOrEqualTo(100);
  }

  @Test
  @Proves(Promise.BOGUS_EXIF)
  void of_damagedBlock_neverThrowsNorTellsSecrets() {
    Random random = new Random(7);
    byte[] whole = Pictures.exif(6);
    for (int round = 0; round < 2_000; round++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        damaged[6 + random.nextInt(damaged.length - 6)] = (byte) random.nextInt(256);
      }
      byte[] cut = Arrays.copyOf(damaged, 6 + random.nextInt(damaged.length - 5));
      Exif exif = Exif.of(random.nextBoolean() ? damaged : cut);
      assertThat(ImageDetails.of(exif)).isNotNull();
      assertThat(exif.orientation()).isBetween(1, 8);
    }
  }
}
