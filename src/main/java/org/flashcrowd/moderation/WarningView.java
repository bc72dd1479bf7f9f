package org.flashcrowd.moderation;

import java.time.Instant;
import java.util.List;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.moderation.WarningRepository.Given;
import org.jspecify.annotations.Nullable;

/**
 * A warning as its account's owner sees it: the API's <a
 * href="https://docs.joinmastodon.org/entities/AccountWarning/">AccountWarning</a>.
 *
 * @param statusIds the posts that it is about, which may be gone
 * @param appeal null, since there are no appeals
 */
record WarningView(
    String id,
    String action,
    String text,
    List<String> statusIds,
    AccountView targetAccount,
    @Nullable Object appeal,
    Instant createdAt) {

  static WarningView of(Given given, AccountView target) {
    return new WarningView(
        Long.toString(given.id()),
        given.warning().action(),
        given.warning().text(),
        given.warning().statuses().stream().map(String::valueOf).toList(),
        target,
        /* appeal= */ null,
        given.at());
  }
}
