package org.flashcrowd.moderation;

import java.util.Map;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * A page that asks before something is done, and posts the same form again with {@code confirmed}.
 *
 * @param here which of the desk's tabs it belongs to
 * @param action where its form goes
 * @param back where the way back leads
 * @param fields what was sent already
 * @param note what the account's owner is told; null where nothing is asked about that
 */
public record Question(
    String here,
    String heading,
    String text,
    String button,
    String action,
    String back,
    Map<String, String> fields,
    @Nullable Note note) {

  /**
   * What somebody is told of a decision.
   *
   * @param text in the moderator's words
   * @param quiet whether they are told nothing
   */
  public record Note(String text, boolean quiet) {
    static Note of(Params params) {
      return new Note(params.text("text").orElse(""), params.flag("quiet", false));
    }
  }

  /** Whether the form that was sent is that of the question. */
  static boolean answered(Params params) {
    return params.flag("confirmed", false);
  }
}
