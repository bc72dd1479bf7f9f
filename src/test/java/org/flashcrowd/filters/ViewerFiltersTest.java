package org.flashcrowd.filters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.flashcrowd.filters.FilterView.FilteredStatusView;
import org.flashcrowd.filters.FilterView.KeywordView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ViewerFiltersTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");

  @Test
  void match_severalFilters_eachTellsItsOwnKeywords() {
    ViewerFilters filters =
        new ViewerFilters(
            List.of(
                filter("1", null, "cats", "dogs"), filter("2", null), filter("3", null, "rain")));

    List<FilterResultView> results = filters.match(List.of("7"), List.of("Rain", "and Dogs"), NOW);

    assertThat(results).extracting(one -> one.filter().id()).containsExactly("1", "3");
    assertThat(results.getFirst().keywordMatches()).containsExactly("dogs");
    assertThat(results.getLast().keywordMatches()).containsExactly("rain");
    assertThat(results.getFirst().filter().keywords()).isNull();
  }

  @Test
  void match_phraseAcrossTwoTexts_isNotFound() {
    ViewerFilters filters = new ViewerFilters(List.of(filter("1", null, "cats dogs", "catsdogs")));

    assertThat(filters.match(List.of("7"), List.of("cats", "dogs"), NOW)).isEmpty();
  }

  @Test
  void match_timeIsOver_isNotFound() {
    ViewerFilters filters = new ViewerFilters(List.of(filter("1", NOW, "cats")));

    assertThat(filters.match(List.of("7"), List.of("cats"), NOW.minusMillis(1))).hasSize(1);
    assertThat(filters.match(List.of("7"), List.of("cats"), NOW)).isEmpty();
  }

  @Test
  void match_singlePost_isFoundByItsId() {
    FilterView filter =
        new FilterView(
            "1",
            "one post",
            List.of("home"),
            null,
            "hide",
            List.of(),
            List.of(new FilteredStatusView("5", "42")));
    ViewerFilters filters = new ViewerFilters(List.of(filter));

    assertThat(filters.match(List.of("9", "42"), List.of(""), NOW))
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.statusMatches()).containsExactly("42");
              assertThat(result.keywordMatches()).isEmpty();
            });
    assertThat(filters.match(List.of("9"), List.of(""), NOW)).isEmpty();
  }

  private static FilterView filter(String id, @Nullable Instant expiresAt, String... keywords) {
    return new FilterView(
        id,
        "filter " + id,
        List.of("home"),
        expiresAt,
        "warn",
        Arrays.stream(keywords).map(word -> new KeywordView("1", word, false)).toList(),
        List.of());
  }
}
