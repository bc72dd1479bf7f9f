package org.flashcrowd.moderation;

import java.util.List;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;

/**
 * A report about to be filed.
 *
 * @param target whom it is about
 * @param statuses posts of theirs that show what is meant
 * @param rules of the house; only in the category {@code violation}
 */
record NewReport(
    long target, List<Long> statuses, String comment, Category category, List<Long> rules) {
  private static final int LONGEST_COMMENT = 1_000;
  private static final int MOST = 100;

  /**
   * Reads what apps send. Rules make it a violation, whatever category is said.
   *
   * @throws Failure 422 where something is wrong, 404 for an account that cannot be
   */
  static NewReport of(Params params) {
    if (params.text("account_id").orElse("").isBlank()) {
      throw Failure.invalid("account_id", "ERR_BLANK", "can't be blank");
    }
    List<Long> rules = bounded(params, "rule_ids");
    Category category = rules.isEmpty() ? category(params) : Category.VIOLATION;
    if (category == Category.VIOLATION && rules.isEmpty()) {
      throw unknownRules();
    }
    return new NewReport(
        params.id("account_id"),
        bounded(params, "status_ids"),
        comment(params.text("comment").orElse("")),
        category,
        rules);
  }

  static Category category(Params params) {
    String named = params.text("category").orElse("");
    return named.isBlank()
        ? Category.OTHER
        : Category.of(named)
            .orElseThrow(
                () ->
                    Failure.unprocessable(
                        "Validation failed: Category is not included in the list"));
  }

  /** Ids, each once. One that cannot be is kept as one that is not there. */
  static List<Long> bounded(Params params, String field) {
    List<String> sent = params.texts(field);
    List<Long> ids = params.ids(field);
    if (ids.size() > MOST) {
      throw Failure.invalid(field, "ERR_TOO_MANY", "are more than " + MOST);
    }
    return ids.size() == sent.size()
        ? ids.stream().distinct().toList()
        : sent.stream().allMatch(String::isBlank) ? List.of() : List.of(0L);
  }

  static String comment(String text) {
    if (text.codePointCount(0, text.length()) > LONGEST_COMMENT) {
      throw Failure.unprocessable(
          "Validation failed: Comment is too long (maximum is " + LONGEST_COMMENT + " characters)");
    }
    if (text.indexOf('\0') >= 0) {
      throw Failure.invalid("comment", "ERR_INVALID", "must not contain U+0000");
    }
    return text;
  }

  static Failure unknownRules() {
    return Failure.unprocessable("Validation failed: Rule ids does not reference valid rules");
  }
}
