package org.flashcrowd.search;

import java.util.List;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.tags.TagView;

/** The API's <a href="https://docs.joinmastodon.org/entities/Search/">Search</a>. */
record SearchView(List<AccountView> accounts, List<StatusView> statuses, List<TagView> hashtags) {
  static final SearchView NOTHING = new SearchView(List.of(), List.of(), List.of());

  static SearchView of(AccountView account) {
    return new SearchView(List.of(account), List.of(), List.of());
  }

  static SearchView of(StatusView status) {
    return new SearchView(List.of(), List.of(status), List.of());
  }
}
