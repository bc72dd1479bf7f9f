package org.flashcrowd.statuses;

import java.time.Instant;
import org.flashcrowd.accounts.Visibility;
import org.jspecify.annotations.Nullable;

/**
 * A post, or a boost of one, as the database knows it.
 *
 * @param username its author's
 * @param reblogOf what is boosted; null for a post
 * @param failure why it could not be published; null unless its state says so
 */
record Status(
    long id,
    long account,
    String username,
    StatusState state,
    @Nullable String failure,
    Visibility visibility,
    Words words,
    @Nullable Reply reply,
    @Nullable Long reblogOf,
    int media,
    StatusView.@Nullable ApplicationView application,
    Instant createdAt,
    @Nullable Instant editedAt) {
  /** What it says, as typed. */
  record Words(String text, String spoilerText, boolean sensitive, @Nullable String language) {}

  /** What it answers; the post may have gone, its author is still known. */
  record Reply(@Nullable Long status, long account) {}

  record Counts(int favourites, int reblogs, int replies) {
    static final Counts NONE = new Counts(0, 0, 0);
  }
}
