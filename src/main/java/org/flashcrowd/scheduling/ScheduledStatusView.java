package org.flashcrowd.scheduling;

import java.time.Instant;
import java.util.List;
import org.flashcrowd.media.MediaView;
import org.flashcrowd.statuses.NewStatus;
import org.jspecify.annotations.Nullable;

/**
 * The API's <a href="https://docs.joinmastodon.org/entities/ScheduledStatus/">ScheduledStatus</a>.
 */
record ScheduledStatusView(
    String id, Instant scheduledAt, Params params, List<MediaView> mediaAttachments) {

  /**
   * What the post will be. The ids of posts and applications are numbers here, as in the reference;
   * some fields are there for apps that expect them, and always null.
   *
   * @param visibility never null, since Tusky's list of scheduled posts fails without it
   */
  record Params(
      String text,
      @Nullable Object poll,
      @Nullable List<String> mediaIds,
      @Nullable Boolean sensitive,
      @Nullable String spoilerText,
      @Nullable String visibility,
      @Nullable String language,
      @Nullable Instant scheduledAt,
      @Nullable String idempotency,
      boolean withRateLimit,
      @Nullable Long inReplyToId,
      @Nullable Long applicationId) {
    static Params of(NewStatus post) {
      String spoiler = post.words().spoilerText();
      List<String> media = post.media().stream().map(String::valueOf).toList();
      var visibility = post.choices().visibility();
      return new Params(
          post.words().text(),
          /* poll= */ null,
          media.isEmpty() ? null : media,
          post.choices().sensitive(),
          spoiler.isEmpty() ? null : spoiler,
          visibility == null ? null : visibility.wire(),
          post.words().language(),
          /* scheduledAt= */ null,
          /* idempotency= */ null,
          /* withRateLimit= */ false,
          post.inReplyTo(),
          post.application());
    }
  }

  static ScheduledStatusView of(ScheduledStatus status, List<MediaView> media) {
    return new ScheduledStatusView(
        Long.toString(status.id()), status.at(), Params.of(status.post()), media);
  }
}
