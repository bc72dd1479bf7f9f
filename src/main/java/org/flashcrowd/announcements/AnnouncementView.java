package org.flashcrowd.announcements;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.flashcrowd.emojis.EmojiView;
import org.flashcrowd.statuses.StatusView;
import org.jspecify.annotations.Nullable;

/**
 * An announcement as clients see it: the API's <a
 * href="https://docs.joinmastodon.org/entities/Announcement/">Announcement</a>.
 *
 * @param content HTML
 * @param startsAt of what it is about
 * @param allDay whether only the days of {@code startsAt} and {@code endsAt} count
 * @param read whether the viewer dismissed it; left out for nobody in particular
 */
public record AnnouncementView(
    String id,
    String content,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    boolean allDay,
    Instant publishedAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean read,
    List<StatusView.MentionView> mentions,
    List<LinkedStatusView> statuses,
    List<StatusView.TagView> tags,
    List<EmojiView> emojis,
    List<ReactionView> reactions) {

  /** A post that its text links to. */
  public record LinkedStatusView(String id, String url) {}

  /**
   * One kind of reaction: the API's <a
   * href="https://docs.joinmastodon.org/entities/Reaction/">Reaction</a>.
   *
   * @param name a Unicode emoji, or the shortcode of a custom one
   * @param count how many gave it
   * @param me whether the viewer did; left out for nobody in particular
   * @param url of a custom emoji
   */
  public record ReactionView(
      String name,
      int count,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean me,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String url,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String staticUrl) {}
}
