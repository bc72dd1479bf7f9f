package org.flashcrowd.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlurTest {
  private static final String PREFIX = "data:image/bmp;base64,";

  @Test
  void dataUri_oneColour_isPictureOfIt() throws IOException {
    // One component, scale 0, and 0x3366cc in base 83.
    String uri = new Blur().dataUri("005u5Q");

    assertThat(uri).startsWith(PREFIX);
    var picture =
        ImageIO.read(
            new ByteArrayInputStream(Base64.getDecoder().decode(uri.substring(PREFIX.length()))));
    assertThat(picture.getWidth()).isEqualTo(8);
    assertThat(picture.getRGB(0, 0)).isEqualTo(picture.getRGB(7, 7)).isEqualTo(COLOUR);
  }

  private static final int COLOUR = 0xff000000 | number("5u5Q");

  private static int number(String digits) {
    String all =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~";
    return digits.chars().reduce(0, (value, digit) -> value * 83 + all.indexOf(digit));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "00fQfQ!", "~~~~~~", "L00000fQ", "\"><script>"})
  void dataUri_noHash_isTransparent(String hash) {
    assertThat(new Blur().dataUri(hash)).startsWith("data:image/gif;base64,");
  }
}
