package org.flashcrowd.accounts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One's own account: the API's <a
 * href="https://docs.joinmastodon.org/entities/Account/#CredentialAccount">CredentialAccount</a>,
 * with what Pixelfed's app reads beside it.
 *
 * @param noteText the note as typed, with which that app begins to change it
 */
record CredentialView(
    @JsonUnwrapped AccountView account,
    Source source,
    AccountRole role,
    String noteText,
    PixelfedSettings settings) {

  /** What was typed, and what new posts start with. */
  record Source(
      String privacy,
      boolean sensitive,
      String language,
      String note,
      List<AccountView.FieldView> fields,
      int followRequestsCount,
      boolean hideCollections,
      boolean discoverable,
      boolean indexable,
      List<String> attributionDomains) {}

  static CredentialView of(Account account, AccountView view, int followRequests) {
    return new CredentialView(
        view,
        source(account, followRequests),
        AccountRole.of(account.standing().role()),
        account.profile().note(),
        PixelfedSettings.of(account.choices()));
  }

  private static Source source(Account account, int followRequests) {
    Account.Posting posting = account.posting();
    Account.Choices choices = account.choices();
    @Nullable String language = posting.language();
    return new Source(
        posting.visibility().wire(),
        posting.sensitive(),
        language == null ? "" : language,
        account.profile().note(),
        account.profile().fields().stream()
            .map(field -> new AccountView.FieldView(field.name(), field.value(), null))
            .toList(),
        followRequests,
        choices.hideCollections(),
        choices.discoverable(),
        choices.indexable(),
        /* attributionDomains= */ List.of());
  }
}
