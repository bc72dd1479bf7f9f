package org.flashcrowd.emojis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmojisTest {
  private final Emojis emojis = new Emojis();

  EmojisTest() {
    emojis.replace(
        List.of(
            new EmojiView("cat", "/cat.png", "/cat.png", true, null),
            new EmojiView("dog_2", "/dog.png", "/dog.png", true, "Dogs")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {":cat:", "a :cat:", ":cat:!", "\n:cat:\n", "(:cat:)", ":: :cat:", "é: :cat:"})
  void in_shortcodeApart_isFound(String text) {
    assertThat(emojis.in(text)).extracting(EmojiView::shortcode).containsExactly("cat");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "cat",
        ":cat",
        "cat:",
        ":Cat:",
        "x:cat:",
        ":cat:x",
        "12:cat:30",
        "::cat:",
        ":cat::",
        ": cat:",
        ":other:",
        "http://x:cat:y"
      })
  void in_anythingElse_isNot(String text) {
    assertThat(emojis.in(text)).isEmpty();
  }

  @Test
  void in_severalTexts_isFoundOnceInTheirOrder() {
    assertThat(emojis.in("see :dog_2: and", ":cat: :dog_2:", ":cat:"))
        .extracting(EmojiView::shortcode)
        .containsExactly("dog_2", "cat");
  }

  @Property
  void in_anyText_ends(@ForAll String text) {
    assertThat(emojis.in(text, ":" + text + ":", text + ":cat:" + text)).hasSizeLessThan(3);
  }
}
