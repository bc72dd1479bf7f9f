package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The members as an operator sees them, with what nobody else may know. */
public final class MemberList {
  /**
   * Somebody who is here.
   *
   * @param email null for an account that nobody can sign in to
   * @param approved whether an operator has let them in, or need not
   */
  public record Entry(
      long id,
      String username,
      @Nullable String email,
      String role,
      boolean approved,
      boolean suspended,
      Instant createdAt,
      Instant lastSeenAt) {
    private static Entry of(Row row) {
      return new Entry(
          row.getLong("id"),
          row.getString("username"),
          row.getString("email"),
          row.getString("role"),
          row.getBoolean("approved"),
          row.getBoolean("suspended"),
          instant(row, "created_at"),
          instant(row, "last_seen_at"));
    }

    private static Instant instant(Row row, String column) {
      OffsetDateTime time = row.getOffsetDateTime(column);
      return time.toInstant();
    }

    @Override
    public String toString() {
      return "Entry[" + username + "]";
    }
  }

  private static final PagedQuery LIST =
      PagedQuery.named(
          "auth.member-list",
          """
          SELECT a.id, a.username, c.email, a.role, a.created_at,
                 c.account_id IS NULL OR c.approved_at IS NOT NULL AS approved,
                 a.suspended_at IS NOT NULL AS suspended,
                 coalesce(s.last_seen_at, a.created_at) AS last_seen_at
            FROM account a
            LEFT JOIN credential c ON c.account_id = a.id
            LEFT JOIN account_stats s ON s.account_id = a.id
           WHERE a.id < $1 AND a.id > $2
           ORDER BY a.id :direction
           LIMIT $3
          """);

  private final Sql sql;

  public MemberList(Database database) {
    this.sql = database.primary();
  }

  /** Members, the newest first. */
  public Future<List<Entry>> list(Page page) {
    return LIST.list(sql, page, Entry::of);
  }
}
