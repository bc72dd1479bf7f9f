package org.flashcrowd.lists;

import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of a list.
 *
 * @param title not blank; null leaves what was
 * @param policy null leaves what was, or the default
 * @param exclusive null leaves what was, or the default
 */
record ListForm(
    @Nullable String title, @Nullable RepliesPolicy policy, @Nullable Boolean exclusive) {
  private static final int LONGEST_TITLE = 255;

  /** A new list, which needs a title. */
  static ListForm created(Params params) {
    params.required("title");
    return changed(params);
  }

  /** A change, where a title that is sent must be one. */
  static ListForm changed(Params params) {
    return new ListForm(
        params.has("title") ? title(params) : null,
        policy(params),
        params.flag("exclusive").orElse(null));
  }

  private static String title(Params params) {
    String title = params.required("title").strip();
    if (title.indexOf('\0') >= 0) {
      throw Failure.invalid("title", "ERR_INVALID", "must not contain U+0000");
    }
    if (title.codePointCount(0, title.length()) > LONGEST_TITLE) {
      throw Failure.invalid(
          "title", "ERR_TOO_LONG", "is longer than " + LONGEST_TITLE + " characters");
    }
    return title;
  }

  private static @Nullable RepliesPolicy policy(Params params) {
    String wanted = params.text("replies_policy").orElse("");
    return wanted.isEmpty()
        ? null
        : RepliesPolicy.of(wanted)
            .orElseThrow(
                () ->
                    Failure.invalid(
                        "replies_policy", "ERR_INCLUSION", "must be followed, list or none"));
  }

  @Nullable String policyWire() {
    return policy == null ? null : policy.wire();
  }
}
