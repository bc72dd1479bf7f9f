package org.flashcrowd.recommendations;

import java.util.List;
import org.flashcrowd.accounts.AccountView;

/**
 * Somebody to follow, and why: the API's <a
 * href="https://docs.joinmastodon.org/entities/Suggestion/">Suggestion</a>.
 *
 * @param source the older word for the reason
 */
record SuggestionView(String source, List<String> sources, AccountView account) {
  /** Followed by those whom the viewer follows. */
  static SuggestionView friendOfFriends(AccountView account) {
    return new SuggestionView("past_interactions", List.of("friends_of_friends"), account);
  }

  /** Followed by many. */
  static SuggestionView popular(AccountView account) {
    return new SuggestionView("global", List.of("most_followed"), account);
  }
}
