package org.flashcrowd.statuses;

import io.vertx.sqlclient.Row;
import org.flashcrowd.accounts.AccountStamp;
import org.jspecify.annotations.Nullable;

/**
 * A post at one moment: which version of it is the current one, and what is counted about it. Read
 * by the statement that decides who may see it, and enough to show it with what is kept.
 *
 * @param version of the row; any change is another (V40)
 * @param sensitized whether a moderator has put all that its author posts behind a warning
 */
record StatusStamp(
    long id, int version, boolean sensitized, Status.Counts counts, AccountStamp author) {
  private static final int BEFORE_AUTHOR = 6;

  /** How many columns {@link #columns} are. */
  static final int COLUMNS = BEFORE_AUTHOR + AccountStamp.COLUMNS;

  /** Joins, to a post called {@code s}, all that a stamp needs. */
  static final String OF_POST = join("", "s");

  /** Joins what it boosts, for a stamp of that. */
  static final String OF_BOOSTED =
      " LEFT JOIN (status o" + join("o", "o") + ") ON o.id = s.reblog_of_id ";

  /** What to select of a post that is no boost. */
  static final String ONE = columns("s", "");

  /** What to select of both. */
  static final String BOTH = ONE + ", s.reblog_of_id, " + columns("o", "o");

  /** How many columns {@link #BOTH} are. */
  static final int COLUMNS_OF_BOTH = 2 * COLUMNS + 1;

  // Whose account was removed has no posts, even where not all of them are cleared away yet.
  private static String join(String prefix, String post) {
    return """
     JOIN account :xa ON :xa.id = :s.account_id AND :xa.removed_at IS NULL
     JOIN account_stats :xt ON :xt.account_id = :s.account_id
     LEFT JOIN status_stats :xc ON :xc.status_id = :s.id
    """
        .replace(":s", post)
        .replace(":x", prefix);
  }

  private static String columns(String post, String prefix) {
    return """
    :s.id, :s.version, :xa.sensitized_at IS NOT NULL,
    :xc.favourites_count, :xc.reblogs_count, :xc.replies_count, :author
    """
        .replace(":author", AccountStamp.columns(prefix + "a", prefix + "t"))
        .replace(":s", post)
        .replace(":x", prefix);
  }

  /**
   * Reads the columns, by their places; null where there is none.
   *
   * @param at the place of the first
   */
  static @Nullable StatusStamp read(Row row, int at) {
    Long id = row.getLong(at);
    return id == null
        ? null
        : new StatusStamp(
            id,
            row.getInteger(at + 1),
            row.getBoolean(at + 2),
            counts(row, at + 3),
            AccountStamp.read(row, at + BEFORE_AUTHOR));
  }

  /** A boost has no counts of its own. */
  private static Status.Counts counts(Row row, int at) {
    Integer favourites = row.getInteger(at);
    return favourites == null
        ? Status.Counts.NONE
        : new Status.Counts(favourites, row.getInteger(at + 1), row.getInteger(at + 2));
  }
}
