package org.flashcrowd.notifications;

import org.flashcrowd.accounts.AccountView;

/**
 * As much of an account as its picture in a row of pictures needs: the API's <a
 * href="https://docs.joinmastodon.org/entities/Account/#PartialAccountWithAvatar">PartialAccountWithAvatar</a>.
 */
record PartialAccountView(
    String id,
    String acct,
    String url,
    String avatar,
    String avatarStatic,
    String avatarDescription,
    boolean locked,
    boolean bot) {
  static PartialAccountView of(AccountView account) {
    return new PartialAccountView(
        account.id(),
        account.acct(),
        account.url(),
        account.avatar(),
        account.avatarStatic(),
        account.avatarDescription(),
        account.locked(),
        account.bot());
  }
}
