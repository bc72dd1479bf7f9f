package org.flashcrowd.filters;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One keyword of a filter, as apps see it that know no groups of keywords: the API's <a
 * href="https://docs.joinmastodon.org/entities/V1_Filter/">V1::Filter</a>.
 *
 * @param id of the keyword
 * @param irreversible whether matching posts are to be hidden without a trace
 */
record V1FilterView(
    String id,
    String phrase,
    List<String> context,
    boolean wholeWord,
    @Nullable Instant expiresAt,
    boolean irreversible) {

  static V1FilterView of(FilterView filter, FilterView.KeywordView keyword) {
    return new V1FilterView(
        keyword.id(),
        keyword.keyword(),
        filter.context(),
        keyword.wholeWord(),
        filter.expiresAt(),
        filter.filterAction().equals("hide"));
  }
}
