package org.flashcrowd.moderation;

import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * Which reports a moderator looks for.
 *
 * @param resolved those that are resolved, or those that are open
 * @param account only those filed by this account
 * @param target only those about this account
 */
record CaseFilter(boolean resolved, @Nullable Long account, @Nullable Long target) {
  static final CaseFilter OPEN = new CaseFilter(/* resolved= */ false, null, null);

  static CaseFilter of(Params params) {
    return new CaseFilter(
        params.flag("resolved", false),
        orNull(params, "account_id"),
        orNull(params, "target_account_id"));
  }

  private static @Nullable Long orNull(Params params, String field) {
    var id = params.optionalId(field);
    return id.isPresent() ? id.getAsLong() : null;
  }
}
