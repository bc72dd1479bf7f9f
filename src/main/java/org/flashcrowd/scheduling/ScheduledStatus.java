package org.flashcrowd.scheduling;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.statuses.NewStatus;

/**
 * A post that waits for its time.
 *
 * @param post what it will be, with all its choices made and without a key
 */
record ScheduledStatus(long id, Instant at, NewStatus post) {
  static ScheduledStatus of(Row row) {
    return new ScheduledStatus(
        row.getLong("id"),
        row.getOffsetDateTime("scheduled_at").toInstant(),
        new NewStatus(
            row.getLong("account_id"),
            row.getLong("application_id"),
            new NewStatus.Words(
                row.getString("text"), row.getString("spoiler_text"), row.getString("language")),
            new NewStatus.Choices(
                Visibility.of(row.getString("visibility")).orElseThrow(),
                row.getBoolean("sensitive")),
            Arrays.asList(row.getArrayOfLongs("media")),
            row.getLong("in_reply_to_id"),
            null));
  }
}
