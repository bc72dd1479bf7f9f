package org.flashcrowd.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
  private static final Size SIZE = new Size(8, 6);

  private static int[] filled(int argb) {
    int[] pixels = new int[SIZE.width() * SIZE.height()];
    Arrays.fill(pixels, argb);
    return pixels;
  }

  @Test
  void blurhash_ofBlack_hasNothingButItsSize() {
    // Components 4×3, scale 0, average 0, and eleven terms at the middle of their range.
    assertThat(Blurhash.encode(filled(0xff000000), SIZE, 4, 3))
        .isEqualTo("L00000" + "fQ".repeat(11));
  }

  @Test
  void blurhash_ofOneColour_holdsItAsAverage() {
    String hash = Blurhash.encode(filled(0xff3366cc), SIZE, 1, 1);
    assertThat(decoded(hash.substring(2))).isEqualTo(0x3366cc);
    assertThat(hash).startsWith("00").hasSize(6);
  }

  @Test
  void blurhash_ofTransparency_isWhite() {
    String hash = Blurhash.encode(filled(0x00123456), SIZE, 1, 1);
    assertThat(decoded(hash.substring(2))).isEqualTo(0xffffff);
  }

  @Test
  void blurhash_ofLightLeft_hasAPositiveFirstTerm() {
    int[] pixels = filled(0xff000000);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i % SIZE.width() < SIZE.width() / 2 ? 0xffffffff : 0xff000000;
    }
    String hash = Blurhash.encode(pixels, SIZE, 2, 1);
    // The only term sets the scale, so it is the largest step in each channel: 18 of 0 to 18.
    assertThat(decoded(hash.substring(6))).isEqualTo(18 * 19 * 19 + 18 * 19 + 18);
  }

  @Test
  void dominantColour_isThatOfMostPixelsNotTheirMean() {
    int[] pixels = filled(0xff204080);
    Arrays.fill(pixels, 0, 20, 0xfff0f0f0);
    assertThat(DominantColour.of(pixels)).isEqualTo("#204080");
  }

  @Test
  void dominantColour_passesOverTransparency() {
    int[] pixels = filled(0x00ff0000);
    pixels[3] = 0xff00ff00;
    assertThat(DominantColour.of(pixels)).isEqualTo("#00ff00");
    assertThat(DominantColour.of(filled(0))).isEqualTo("#ffffff");
  }

  private static int decoded(String digits) {
    String alphabet =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      value = value * 83 + alphabet.indexOf(digits.charAt(i));
    }
    return value;
  }
}
