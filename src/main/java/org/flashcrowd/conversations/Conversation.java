package org.flashcrowd.conversations;

import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.List;

/**
 * Direct posts of one thread between the same people, as one of them has it.
 *
 * @param participants the others; nobody where somebody writes to themselves
 */
record Conversation(
    long id, long account, List<Long> participants, long lastStatus, boolean unread) {
  static Conversation of(Row row) {
    return new Conversation(
        row.getLong("id"),
        row.getLong("account_id"),
        Arrays.asList(row.getArrayOfLongs("participants")),
        row.getLong("last_status_id"),
        row.getBoolean("unread"));
  }
}
