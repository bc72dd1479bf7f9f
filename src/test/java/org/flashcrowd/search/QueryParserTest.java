package org.flashcrowd.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.flashcrowd.db.Ids;
import org.flashcrowd.search.PostQuery.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "cat dog | ('cat') & ('dog')",
        "Été ÜBER Straße | ('ete') & ('uber') & ('strasse')",
        "\"blue hour\" +sea | ('blue' <1> 'hour') & ('sea')",
        "“blue hour” | ('blue' <1> 'hour')",
        "\"no end | ('no' <1> 'end')",
        "cat -dog -\"two words\" | ('cat') & !('dog') & !('two' <1> 'words')",
        "e-mail don't | ('e' <1> 'mail') & ('don' <1> 't')",
        "#Sunset | ('#sunset')",
        "#a'b | ('a' <1> 'b')",
        "sun* su* | ('sun':*) & ('su')",
        "has:media -has:photo is:reply -is:sensitive"
            + " | ('has=media') & ('is=reply') & !('has=media') & !('is=sensitive')",
        "language:DE has:nothing 12:30"
            + " | ('language=de') & ('has' <1> 'nothing') & ('12' <1> '30')",
        "東京都 タワ | ('東京' <1> '京都') & ('タワ')",
        "猫 | ('猫':*)",
        "🌅 | ('🌅')",
        "before:yesterday | ('before' <1> 'yesterday')",
      })
  void parse_query_isUnderstood(String typed, String exact) {
    assertThat(QueryParser.parse(typed).exact()).isEqualTo(exact);
  }

  @Test
  void parse_phrase_isLooselyItsWords() {
    assertThat(QueryParser.parse("\"blue hour\" -red").loose()).isEqualTo("('blue' & 'hour')");
  }

  @Test
  void parse_names_areKeptApart() {
    PostQuery query = QueryParser.parse("from:@anna FROM:me -from:bob@x.example");

    assertThat(query.from()).containsExactly("@anna", "me");
    assertThat(query.notFrom()).containsExactly("bob@x.example");
  }

  @Test
  void parse_dates_areWholeDays() {
    long march = Ids.firstOf(Instant.parse("2026-03-01T00:00:00Z"));
    long second = Ids.firstOf(Instant.parse("2026-03-02T00:00:00Z"));

    assertThat(QueryParser.parse("before:2026-03-01").before()).isEqualTo(march);
    assertThat(QueryParser.parse("-before:2026-03-01").after()).isEqualTo(march - 1);
    assertThat(QueryParser.parse("after:2026-03-01").after()).isEqualTo(second - 1);
    assertThat(QueryParser.parse("-after:2026-03-01").before()).isEqualTo(second);
    PostQuery day = QueryParser.parse("during:2026-03-01");
    assertThat(day.after()).isEqualTo(march - 1);
    assertThat(day.before()).isEqualTo(second);
    assertThat(QueryParser.parse("before:+999999999-01-01").before()).isPositive();
    assertThat(QueryParser.parse("after:-999999999-01-01").after()).isZero();
  }

  @Test
  void parse_place_isOneOfThree() {
    assertThat(QueryParser.parse("x").place()).isEqualTo(Place.ANYWHERE);
    assertThat(QueryParser.parse("in:library").place()).isEqualTo(Place.LIBRARY);
    assertThat(QueryParser.parse("-in:library").place()).isEqualTo(Place.PUBLIC);
    assertThat(QueryParser.parse("in:all x").place()).isEqualTo(Place.ANYWHERE);
  }

  @Test
  void parse_whatNoPostHas_isImpossible() {
    assertThat(QueryParser.parse("has:poll").impossible()).isTrue();
    assertThat(QueryParser.parse("cat -has:poll").impossible()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "'", "\\", "%_", "&|!()<->:*", "-", "\"\"", "+", "#", "\u0000"})
  void parse_noWords_isEmpty(String typed) {
    assertThat(QueryParser.parse(typed).isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'x' | y & !z:*",
        "a\\'b",
        "foo:bar:'baz'",
        "language:'--",
        "from:'",
        "#\"x",
        "a\u0000b"
      })
  void parse_hostileText_leavesNoOperatorOfItsOwn(String typed) {
    String words = QueryParser.parse(typed).exact();

    assertThat(words.replaceAll("'[\\p{L}\\p{N}=#-]+'(:\\*)?", "w"))
        .matches("(!?\\(w( <\\d+> w)*\\)( & )?)*");
  }
}
