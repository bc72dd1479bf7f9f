package org.flashcrowd.moderation;

import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * What a moderator has decided about an account.
 *
 * @param report that led to it
 * @param text what the account's owner is told of the reason; may be empty
 * @param told whether they hear of it at all, by mail and as a notification
 */
record Decision(Sanction sanction, @Nullable Long report, String text, boolean told) {
  private static final int LONGEST = 5_000;

  /**
   * Reads what apps send.
   *
   * @throws Failure 422 where the type is missing or unknown; 404 for a preset, since there are
   *     none
   */
  static Decision of(Params params) {
    Sanction sanction =
        Sanction.of(params.text("type").orElse(""))
            .orElseThrow(() -> Failure.unprocessable("Record invalid"));
    if (params.text("warning_preset_id").filter(id -> !id.isBlank()).isPresent()) {
      throw Failure.notFound();
    }
    var report = params.optionalId("report_id");
    return new Decision(
        sanction,
        report.isPresent() ? report.getAsLong() : null,
        text(params),
        params.flag("send_email_notification", true));
  }

  /**
   * What somebody is told in the moderator's words.
   *
   * @throws Failure 422 where it is too long
   */
  static String text(Params params) {
    String text = params.text("text").orElse("").replace("\r\n", "\n").strip();
    if (text.codePointCount(0, text.length()) > LONGEST || text.indexOf('\0') >= 0) {
      throw Failure.invalid("text", "ERR_INVALID", "must be at most " + LONGEST + " characters");
    }
    return text;
  }
}
