package org.flashcrowd.albums;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An album, as somebody who looks at it may see it.
 *
 * @param visibility {@code public}, {@code private} (followers) or {@code draft} (nobody else)
 * @param publishedAt null for a draft
 * @param size how many of its posts the viewer may see
 * @param cover the post that stands for it; null when the viewer may see none
 */
record Album(
    long id,
    long account,
    String title,
    String description,
    String visibility,
    @Nullable Instant publishedAt,
    Instant updatedAt,
    int size,
    @Nullable Long cover) {}
