package org.flashcrowd.announcements;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.flashcrowd.emojis.Emojis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReactionNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "🤔",
        "❤",
        "❤️",
        "👍🏽",
        "👨‍👩‍👧‍👦",
        "🇸🇪",
        "1️⃣",
        "#⃣",
        "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "™️",
        "🏳️‍🌈"
      })
  void isKnown_oneEmoji_is(String name) {
    assertThat(ReactionName.isKnown(name, Emojis.none())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a", "1", "#", "🤔🤔", "🤔!", "cat", "é", "🇸", "\u200d", "\ufe0f", "<b>", "漢",
        "a⃣"
      })
  void isKnown_anythingElse_isNot(String name) {
    assertThat(ReactionName.isKnown(name, Emojis.none())).isFalse();
  }

  @Property
  void isKnown_anyText_endsWithAnAnswer(@ForAll String name) {
    assertThat(ReactionName.isKnown(name + "xy", Emojis.none())).isFalse();
  }
}
