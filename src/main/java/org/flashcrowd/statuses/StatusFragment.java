package org.flashcrowd.statuses;

import java.time.Instant;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.MediaView;
import org.jspecify.annotations.Nullable;

/**
 * What is the same of a post whoever looks at it and whenever, as long as nobody changes it: all
 * but its author, what is counted, and what a viewer has to do with it.
 *
 * @param settled whether it is published: otherwise it changes as its photos become ready
 */
record StatusFragment(
    String id,
    Instant createdAt,
    String uri,
    String url,
    String visibility,
    StatusView.@Nullable ApplicationView application,
    StatusView.Body body,
    boolean settled) {
  private static final int OVERHEAD = 2_000;
  private static final int A_PHOTO = 900;

  /** Its head, without who it is by. */
  record FixedHead(
      Instant createdAt,
      String uri,
      String url,
      String visibility,
      StatusView.@Nullable ApplicationView application,
      boolean local) {}

  /** Writes what is the same in every answer. */
  StatusView.Fixed fixed() {
    return new StatusView.Fixed(
        Json.membersBut(
            new FixedHead(createdAt, uri, url, visibility, application, /* local= */ true)),
        Json.membersBut(body, "replies_count", "reblogs_count", "favourites_count", "reply_count"));
  }

  StatusView view(AccountView author, Status.Counts counts, StatusView.Fixed fixed) {
    return new StatusView(
        new StatusView.Head(
            id, createdAt, uri, url, author, visibility, application, /* local= */ true),
        body.counting(counts),
        null,
        null,
        null,
        fixed);
  }

  /** About how many bytes it takes in memory. */
  int weight() {
    int weight = OVERHEAD + 2 * (body.content().length() + body.contentText().length());
    for (MediaView photo : body.mediaAttachments()) {
      String description = photo.description();
      weight += A_PHOTO + (description == null ? 0 : 2 * description.length());
    }
    return weight;
  }
}
