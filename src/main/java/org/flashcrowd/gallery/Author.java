package org.flashcrowd.gallery;

import org.flashcrowd.accounts.AccountView;

/** Whoever posted, in a line. */
public record Author(String name, String handle, String url, String avatar) {
  static Author of(AccountView account, Place place) {
    return new Author(
        name(account),
        "@" + account.acct(),
        place.local(account.url()),
        place.local(account.avatar()));
  }

  /** What they call themselves or, where they do not, their username. */
  static String name(AccountView account) {
    return account.displayName().isBlank() ? account.username() : account.displayName();
  }
}
