package org.flashcrowd.accounts;

import org.flashcrowd.http.Params;

/**
 * An account's choices under the names of Pixelfed's app, whose page of them does not open without.
 * Followers and followed are hidden together here; what we have no choice of is told as it is.
 *
 * @param crawlable whether search engines may list the account
 * @param isSuggestable whether it may be recommended
 * @param publicDm whether anybody may write to it
 */
record PixelfedSettings(
    boolean crawlable,
    boolean indexable,
    boolean isSuggestable,
    boolean showProfileFollowerCount,
    boolean showProfileFollowingCount,
    boolean publicDm,
    boolean disableEmbeds,
    boolean showAtom) {

  static PixelfedSettings of(Account.Choices choices) {
    return new PixelfedSettings(
        choices.indexable(),
        choices.indexable(),
        choices.discoverable(),
        !choices.hideCollections(),
        !choices.hideCollections(),
        /* publicDm= */ true,
        /* disableEmbeds= */ false,
        /* showAtom= */ false);
  }

  /** The choices as they were, with what a call says of them under these names. */
  static Account.Choices changed(Account.Choices before, Params params) {
    boolean shown = params.flag("show_profile_following_count", !before.hideCollections());
    return new Account.Choices(
        before.locked(),
        before.bot(),
        params.flag("is_suggestable", before.discoverable()),
        params.flag("crawlable", before.indexable()),
        !params.flag("show_profile_follower_count", shown));
  }
}
