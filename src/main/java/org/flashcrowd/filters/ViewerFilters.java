package org.flashcrowd.filters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.flashcrowd.filters.FilterView.FilteredStatusView;
import org.flashcrowd.filters.FilterView.KeywordView;

/** The filters of one viewer, ready to be matched. Immutable. */
public final class ViewerFilters {
  /** Of a viewer without filters, and of somebody not signed in. */
  public static final ViewerFilters NONE = new ViewerFilters(List.of());

  private static final char BETWEEN = 0; // Nobody can type it, so no phrase goes across it.

  private final List<FilterView> filters;
  private final PhraseFinder finder;

  ViewerFilters(List<FilterView> filters) {
    this.filters = List.copyOf(filters);
    this.finder =
        new PhraseFinder(
            filters.stream()
                .flatMap(filter -> keywords(filter).stream())
                .map(one -> new PhraseFinder.Phrase(one.keyword(), one.wholeWord()))
                .toList());
  }

  private static List<KeywordView> keywords(FilterView filter) {
    return Objects.requireNonNullElse(filter.keywords(), List.of());
  }

  private static List<FilteredStatusView> statuses(FilterView filter) {
    return Objects.requireNonNullElse(filter.statuses(), List.of());
  }

  public boolean isEmpty() {
    return filters.isEmpty();
  }

  /** For a bounded cache: how much memory they take, in units of about 100 bytes. */
  int weight() {
    return finder.size() + filters.stream().mapToInt(one -> 1 + statuses(one).size()).sum();
  }

  /**
   * The filters that a post matches at this moment, wherever they apply: an app knows where it
   * shows the post.
   *
   * @param ids of the post, and of the boost that shows it
   * @param texts all that somebody reads in it
   */
  public List<FilterResultView> match(Collection<String> ids, List<String> texts, Instant now) {
    if (filters.isEmpty()) {
      return List.of();
    }
    BitSet found = finder.in(String.join(String.valueOf(BETWEEN), texts));
    List<FilterResultView> results = new ArrayList<>(0);
    int first = 0;
    for (FilterView filter : filters) {
      List<KeywordView> keywords = keywords(filter);
      FilterResultView result =
          new FilterResultView(
              filter.head(), words(keywords, found, first), posts(statuses(filter), ids));
      first += keywords.size();
      boolean matches = !result.keywordMatches().isEmpty() || !result.statusMatches().isEmpty();
      if (matches && isActive(filter, now)) {
        results.add(result);
      }
    }
    return results;
  }

  private static List<String> words(List<KeywordView> keywords, BitSet found, int first) {
    List<String> words = new ArrayList<>(0);
    for (int i = 0; i < keywords.size(); i++) {
      if (found.get(first + i)) {
        words.add(keywords.get(i).keyword());
      }
    }
    return words;
  }

  private static List<String> posts(List<FilteredStatusView> filtered, Collection<String> ids) {
    return filtered.isEmpty()
        ? List.of()
        : filtered.stream().map(FilteredStatusView::statusId).filter(ids::contains).toList();
  }

  private static boolean isActive(FilterView filter, Instant now) {
    Instant expiresAt = filter.expiresAt();
    return expiresAt == null || now.isBefore(expiresAt);
  }
}
