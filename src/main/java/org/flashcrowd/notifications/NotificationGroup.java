package org.flashcrowd.notifications;

import io.vertx.sqlclient.Row;
import java.util.Arrays;
import java.util.List;

/**
 * What several did to one subject within an hour, shown as one; or one thing alone.
 *
 * @param newest the newest of it; its count is that of the whole group
 * @param oldestOnPage the id of the oldest of it that is newer than all further groups of the page
 * @param sample those who did it last, the latest first
 */
record NotificationGroup(Notification newest, long oldestOnPage, List<Long> sample) {
  static NotificationGroup of(Row row) {
    return new NotificationGroup(
        Notification.of(row),
        row.getLong("oldest_on_page"),
        Arrays.asList(row.getArrayOfLongs("sample")));
  }
}
