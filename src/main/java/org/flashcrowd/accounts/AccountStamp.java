package org.flashcrowd.accounts;

import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * An account at one moment: which version of its profile is the current one, and what is counted
 * about it. Read by whichever statement finds the account, and enough to show it with what is kept.
 *
 * @param version of the row; any change is another (V40)
 */
public record AccountStamp(
    long id,
    int version,
    int followers,
    int following,
    int statuses,
    @Nullable OffsetDateTime lastStatusAt) {
  /** How many columns {@link #columns} are. */
  public static final int COLUMNS = 6;

  /**
   * What to select.
   *
   * @param account what the statement calls the row of {@code account}
   * @param stats what it calls that of {@code account_stats}
   */
  public static String columns(String account, String stats) {
    return "%1$s.id, %1$s.version, %2$s.followers_count, %2$s.following_count, %2$s.statuses_count, %2$s.last_status_at"
        .formatted(account, stats);
  }

  /**
   * Reads the columns, by their places: names are looked up one by one, which takes longer than all
   * the rest.
   *
   * @param at the place of the first
   */
  public static AccountStamp read(Row row, int at) {
    return new AccountStamp(
        row.getLong(at),
        row.getInteger(at + 1),
        row.getInteger(at + 2),
        row.getInteger(at + 3),
        row.getInteger(at + 4),
        row.getOffsetDateTime(at + 5));
  }
}
