package org.flashcrowd.filters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * A new filter, or a change of one, as it was sent; what was not sent stays as it was. 422 for what
 * cannot be.
 */
final class FilterForm {
  private static final Set<String> CONTEXTS =
      Set.of("home", "notifications", "public", "thread", "account");
  private static final Set<String> ACTIONS = Set.of("warn", "hide", "blur");
  private static final int LONGEST_SECONDS = (int) Duration.ofDays(3650).toSeconds();

  /** What a filter is, apart from its keywords and posts. */
  record Head(String title, List<String> contexts, String action, @Nullable Instant expiresAt) {
    static Head of(FilterView filter) {
      return new Head(filter.title(), filter.context(), filter.filterAction(), filter.expiresAt());
    }
  }

  /**
   * A keyword to be written.
   *
   * @param id null for a new one
   */
  record Keyword(@Nullable Long id, String text, boolean wholeWord) {}

  /** What is to become of one keyword; null for what stays. */
  record KeywordChange(
      OptionalLong id, @Nullable String text, @Nullable Boolean wholeWord, boolean destroy) {
    /** The keyword afterwards; the text of a new one must be given. */
    Keyword over(FilterView.@Nullable KeywordView before) {
      if (before == null) {
        return new Keyword(null, checked("keyword", text), Boolean.TRUE.equals(wholeWord));
      }
      return new Keyword(
          Long.parseLong(before.id()),
          text == null ? before.keyword() : checked("keyword", text),
          wholeWord == null ? before.wholeWord() : wholeWord);
    }

    private static String checked(String field, @Nullable String text) {
      return FilterForm.checked(field, text, FilterLimits.KEYWORD);
    }
  }

  private final Params params;
  private final Instant now;

  FilterForm(Params params, Instant now) {
    this.params = params;
    this.now = now;
  }

  /** A new filter's; title and contexts must be given. */
  Head head() {
    return new Head(
        checked("title", params.text("title").orElse(null), FilterLimits.TITLE),
        contexts(),
        action().orElse("warn"),
        expiresAt(null));
  }

  Head head(Head before) {
    return new Head(
        params.has("title")
            ? checked("title", params.text("title").orElse(null), FilterLimits.TITLE)
            : before.title(),
        params.has("context") ? contexts() : before.contexts(),
        action().orElse(before.action()),
        expiresAt(before.expiresAt()));
  }

  /** In the older form, where the phrase is the title of a new filter. */
  Head olderHead() {
    String phrase = phrase().text();
    return new Head(
        phrase.substring(0, phrase.offsetByCodePoints(0, titleLength(phrase))),
        contexts(),
        params.flag("irreversible", false) ? "hide" : "warn",
        expiresAt(null));
  }

  private static int titleLength(String phrase) {
    return Math.min(FilterLimits.TITLE, phrase.codePointCount(0, phrase.length()));
  }

  Head olderHead(Head before) {
    boolean hidden = before.action().equals("hide");
    boolean hide = params.flag("irreversible", hidden);
    return new Head(
        before.title(),
        params.has("context") ? contexts() : before.contexts(),
        hide == hidden ? before.action() : hide ? "hide" : "warn",
        expiresAt(before.expiresAt()));
  }

  /** In the older form. */
  Keyword phrase() {
    return new Keyword(
        null,
        checked("phrase", params.text("phrase").orElse(null), FilterLimits.KEYWORD),
        params.flag("whole_word", false));
  }

  /** In the older form, over what is there. */
  Keyword phrase(FilterView.KeywordView before) {
    return new Keyword(
        Long.parseLong(before.id()),
        params.has("phrase") ? phrase().text() : before.keyword(),
        params.flag("whole_word", before.wholeWord()));
  }

  /** The only keyword, as it is sent alone. */
  KeywordChange keyword() {
    return new KeywordChange(
        OptionalLong.empty(),
        checked("keyword", params.text("keyword").orElse(null), FilterLimits.KEYWORD),
        params.flag("whole_word").orElse(null),
        false);
  }

  List<KeywordChange> keywords() {
    List<KeywordChange> changes = new ArrayList<>();
    for (Params sent : params.objects("keywords_attributes")) {
      changes.add(
          new KeywordChange(
              sent.optionalId("id"),
              sent.text("keyword").orElse(null),
              sent.flag("whole_word").orElse(null),
              sent.flag("_destroy", false)));
    }
    return changes;
  }

  private List<String> contexts() {
    Set<String> contexts = new LinkedHashSet<>(params.texts("context"));
    if (contexts.isEmpty() || !CONTEXTS.containsAll(contexts)) {
      throw Failure.invalid("context", "ERR_INVALID", "is none, or none that is known");
    }
    return List.copyOf(contexts);
  }

  private Optional<String> action() {
    Optional<String> action = params.text("filter_action").filter(given -> !given.isEmpty());
    action
        .filter(given -> !ACTIONS.contains(given))
        .ifPresent(
            given -> {
              throw Failure.invalid("filter_action", "ERR_INCLUSION", "must be warn, hide or blur");
            });
    return action;
  }

  /** Sent but empty, it never expires. */
  private @Nullable Instant expiresAt(@Nullable Instant before) {
    if (!params.has("expires_in")) {
      return before;
    }
    int seconds = params.clamped("expires_in", -1, 0, LONGEST_SECONDS);
    return seconds < 0 ? null : now.plusSeconds(seconds);
  }

  private static String checked(String field, @Nullable String text, int longest) {
    if (text == null || text.isBlank()) {
      throw Failure.invalid(field, "ERR_BLANK", "can't be blank");
    }
    if (text.codePointCount(0, text.length()) > longest) {
      throw Failure.invalid(field, "ERR_TOO_LONG", "is longer than " + longest + " characters");
    }
    return text.strip();
  }
}
