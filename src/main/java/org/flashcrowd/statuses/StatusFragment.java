package org.flashcrowd.statuses;

import java.time.Instant;
import org.flashcrowd.accounts.AccountView;
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

  StatusView view(AccountView author, Status.Counts counts) {
    return new StatusView(
        new StatusView.Head(
            id, createdAt, uri, url, author, visibility, application, /* local= */ true),
        body.counting(counts),
        null,
        null,
        null);
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
