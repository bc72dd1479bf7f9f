package org.flashcrowd.notifications;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One thing that somebody was told.
 *
 * @param count how many did the same within that hour, listed or not
 */
record Notification(
    long id,
    NotificationType type,
    long from,
    @Nullable Long status,
    @Nullable Long report,
    @Nullable Long warning,
    String groupKey,
    int count,
    Instant createdAt) {
  static Notification of(Row row) {
    OffsetDateTime created = row.getOffsetDateTime("created_at");
    return new Notification(
        row.getLong("id"),
        NotificationType.of(row.getString("type")),
        row.getLong("from_account_id"),
        row.getLong("status_id"),
        row.getLong("report_id"),
        row.getLong("warning_id"),
        row.getString("group_key"),
        row.getInteger("count"),
        created.toInstant());
  }
}
