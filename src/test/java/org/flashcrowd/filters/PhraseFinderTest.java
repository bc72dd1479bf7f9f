package org.flashcrowd.filters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.flashcrowd.filters.PhraseFinder.Phrase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhraseFinderTest {
  @ParameterizedTest
  @CsvSource({
    "cat, a cat sat, true",
    "cat, concatenate, false",
    "cat, a Cat!, true",
    "cat, CAT, true",
    "cat, cats, false",
    "cat, cat_, false",
    "cat, cat9, false",
    "cat, 'the,cat,sat', true",
    "two words, these Two Words here, true",
    "two words, two wordsmiths, false",
    "#cat, see #cat, true",
    "#cat, x#cat, true",
    "cat, see #cat, true",
    "straße, an der STRASSE, false",
    "straße, an der Straße, true",
    "über, ÜBER alles, true",
    "über, darüber, false",
    "кот, Кот спит, true",
    "кот, котик, false",
    "猫, 黒猫, false",
    "猫, '黒、猫', true",
    "😀, hi😀hi, true"
  })
  void in_wholeWord_endsWhereWordsEndInAnyScript(String phrase, String text, boolean found) {
    assertThat(finder(true, phrase).in(text).get(0)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({"cat, concatenate", "猫, 黒猫", "@twitter.com, 'bob@Twitter.com'", "ÉTÉ, l’été"})
  void in_partOfAWord_isFound(String phrase, String text) {
    assertThat(finder(false, phrase).in(text).get(0)).isTrue();
  }

  @Test
  void in_accentsComposedOtherwise_isFound() {
    assertThat(finder(true, "caf\u00e9").in("un cafe\u0301.").get(0)).isTrue();
    assertThat(finder(true, "cafe\u0301").in("un caf\u00e9.").get(0)).isTrue();
    assertThat(finder(false, "cafe").in("un caf\u00e9.").get(0)).isFalse();
  }

  @Test
  void in_phrasesWithinPhrases_areAllFound() {
    PhraseFinder finder =
        new PhraseFinder(
            List.of(
                new Phrase("a", false),
                new Phrase("aa", true),
                new Phrase("aaaa", false),
                new Phrase("baa", false),
                new Phrase("baa", true)));

    assertThat(finder.in("xbaaa").stream()).containsExactly(0, 3);
    assertThat(finder.in("baa aa").stream()).containsExactly(0, 1, 3, 4);
  }

  @Test
  void in_wholeWordSeenBeforeAsPart_isStillFound() {
    assertThat(finder(true, "cat", "at").in("concat at").stream()).containsExactly(1);
  }

  /** A regular expression made of such phrases would backtrack; this takes a step a character. */
  @Test
  void in_textMadeOfAlmostMatches_isAnswered() {
    PhraseFinder finder =
        new PhraseFinder(
            IntStream.range(1, 140)
                .mapToObj(length -> new Phrase("a".repeat(length) + "!", true))
                .toList());

    assertThat(finder.in("a".repeat(200_000)).isEmpty()).isTrue();
  }

  @Property
  void in_anyText_findsWhatSearchingForEachFinds(
      @ForAll @Size(max = 8)
          List<@StringLength(min = 1, max = 4) @CharRange(from = 'a', to = 'c') String> phrases,
      @ForAll @StringLength(max = 40) @CharRange(from = 'a', to = 'd') String text) {
    PhraseFinder finder = finder(false, phrases.toArray(String[]::new));
    for (int i = 0; i < phrases.size(); i++) {
      assertThat(finder.in(text).get(i)).isEqualTo(text.contains(phrases.get(i)));
    }
  }

  @Property
  void in_anyWords_findsWhatSplittingFinds(
      @ForAll @Size(max = 8)
          List<@StringLength(min = 1, max = 3) @CharRange(from = 'a', to = 'b') String> phrases,
      @ForAll @Size(max = 12)
          List<@StringLength(min = 1, max = 3) @CharRange(from = 'A', to = 'B') String> words) {
    PhraseFinder finder = finder(true, phrases.toArray(String[]::new));
    String text = String.join(" ", words);
    for (int i = 0; i < phrases.size(); i++) {
      assertThat(finder.in(text).get(i))
          .isEqualTo(words.contains(phrases.get(i).toUpperCase(Locale.ROOT)));
    }
  }

  private static PhraseFinder finder(boolean whole, String... phrases) {
    return new PhraseFinder(
        Arrays.stream(phrases).map(phrase -> new Phrase(phrase, whole)).toList());
  }
}
