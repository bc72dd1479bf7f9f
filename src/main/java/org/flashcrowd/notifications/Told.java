package org.flashcrowd.notifications;

import io.vertx.sqlclient.Row;

/**
 * A notification that was written just now.
 *
 * @param filtered whether it is kept apart by its reader's policy
 */
record Told(long id, long account, boolean filtered) {
  static Told of(Row row) {
    return new Told(row.getLong("id"), row.getLong("account_id"), row.getBoolean("filtered"));
  }
}
