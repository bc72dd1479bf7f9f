package org.flashcrowd.notifications;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * What is done with notifications of those whom somebody does not know; for each sort of them a
 * verdict, the strictest of which counts.
 */
record Policy(
    Verdict notFollowing,
    Verdict notFollowers,
    Verdict newAccounts,
    Verdict privateMentions,
    Verdict limitedAccounts) {
  /** What becomes of a notification. */
  enum Verdict {
    /** It is listed. */
    ACCEPT,
    /** It is kept apart, behind a request. */
    FILTER,
    /** It is never written. */
    DROP;

    @JsonValue
    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Verdict of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /** A change of some of it; null leaves as it is. */
  record Change(
      @Nullable String notFollowing,
      @Nullable String notFollowers,
      @Nullable String newAccounts,
      @Nullable String privateMentions,
      @Nullable String limitedAccounts) {
    /** Fails with 422 where a verdict is none. */
    static Change of(Params params) {
      return new Change(
          verdict(params, "for_not_following"),
          verdict(params, "for_not_followers"),
          verdict(params, "for_new_accounts"),
          verdict(params, "for_private_mentions"),
          verdict(params, "for_limited_accounts"));
    }

    private static @Nullable String verdict(Params params, String field) {
      String given = params.text(field).filter(text -> !text.isEmpty()).orElse(null);
      if (given != null
          && Arrays.stream(Verdict.values()).map(Verdict::wire).noneMatch(given::equals)) {
        throw Failure.invalid(field, "ERR_INCLUSION", "is not accept, filter or drop");
      }
      return given;
    }
  }
}
