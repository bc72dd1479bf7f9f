package org.flashcrowd.notifications;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of one account is kept apart from somebody, who may let it through.
 *
 * @param id that of the first notification
 * @param count at most 100
 */
record KeptApart(
    long id,
    long from,
    @Nullable Long lastStatus,
    Instant createdAt,
    Instant updatedAt,
    int count) {
  static KeptApart of(Row row) {
    return new KeptApart(
        row.getLong("id"),
        row.getLong("from_account_id"),
        row.getLong("last_status_id"),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getOffsetDateTime("updated_at").toInstant(),
        row.getInteger("count"));
  }
}
