package org.flashcrowd.statuses;

import java.util.List;
import org.flashcrowd.accounts.Visibility;
import org.jspecify.annotations.Nullable;

/**
 * A post about to be written.
 *
 * @param application the app it is written with; null where there is none
 * @param media the photos in their order, each once
 * @param inReplyTo the post it answers; null for none
 * @param key the caller's Idempotency-Key; null without one
 */
public record NewStatus(
    long account,
    @Nullable Long application,
    Words words,
    Choices choices,
    List<Long> media,
    @Nullable Long inReplyTo,
    @Nullable String key) {
  public NewStatus {
    media = List.copyOf(media);
  }

  /** What it says. The language is an ISO 639 code, null for the account's own. */
  public record Words(String text, String spoilerText, @Nullable String language) {}

  /** How it is to be shown; null for what the account usually does. */
  public record Choices(@Nullable Visibility visibility, @Nullable Boolean sensitive) {}
}
