package org.flashcrowd.filters;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter as clients see it: the API's <a
 * href="https://docs.joinmastodon.org/entities/Filter/">Filter</a>.
 *
 * @param context where it applies: {@code home}, {@code notifications}, {@code public}, {@code
 *     thread}, {@code account}
 * @param filterAction {@code warn}, {@code hide} or {@code blur}
 * @param keywords left out of a {@link FilterResultView}, as are the statuses
 */
public record FilterView(
    String id,
    String title,
    List<String> context,
    @Nullable Instant expiresAt,
    String filterAction,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<KeywordView> keywords,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<FilteredStatusView> statuses) {

  /** A word or phrase: the API's FilterKeyword. */
  public record KeywordView(String id, String keyword, boolean wholeWord) {}

  /** A single post that is filtered: the API's FilterStatus. */
  public record FilteredStatusView(String id, String statusId) {}

  /** The filter without what it consists of. */
  FilterView head() {
    return new FilterView(id, title, context, expiresAt, filterAction, null, null);
  }

  /** The filter in the older form, one for each keyword. */
  List<V1FilterView> older() {
    return keywords == null
        ? List.of()
        : keywords.stream().map(keyword -> V1FilterView.of(this, keyword)).toList();
  }
}
