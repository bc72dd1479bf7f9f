package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** Reads what the audit log tells. */
public final class AuditTrail {
  /**
   * A line.
   *
   * @param actor who did it, where that is somebody else; null from the command line
   * @param account whom it is about, by name or, once that is gone, by id; null for nobody here
   */
  public record Line(
      long id,
      Instant at,
      @Nullable String actor,
      @Nullable String account,
      String action,
      @Nullable String address,
      JsonObject details) {}

  private static final String LINES =
      """
      SELECT l.id, l.at, coalesce(w.username, l.actor_id::text) AS actor,
             coalesce(a.username, l.account_id::text) AS account, l.action, l.address, l.details
        FROM audit_log l
        LEFT JOIN account a ON a.id = l.account_id
        LEFT JOIN account w ON w.id = l.actor_id
       WHERE :condition l.id < $1 AND l.id > $2
       ORDER BY l.id :direction
       LIMIT $3
      """;
  private static final PagedQuery ALL =
      PagedQuery.named("auth.audit-all", LINES.replace(":condition", ""));
  private static final PagedQuery OF_ACCOUNT =
      PagedQuery.named(
          "auth.audit-of-account",
          LINES.replace(
              ":condition",
              """
              l.account_id = (SELECT x.id FROM account x WHERE lower(x.username) = lower($4)) AND\
              """));

  private final Sql sql;

  public AuditTrail(Database database) {
    this.sql = database.primary();
  }

  /**
   * Lines, the newest first.
   *
   * @param username only about this account; null for all
   * @param since only of this moment and later; null for all
   */
  public Future<List<Line>> list(Page page, @Nullable String username, @Nullable Instant since) {
    Page part =
        new Page(
            page.before(), since == null ? 0 : before(since), /* upwards= */ false, page.limit());
    return username == null
        ? ALL.list(sql, part, AuditTrail::line)
        : OF_ACCOUNT.list(sql, part, AuditTrail::line, username);
  }

  /** The last id before a moment; of one that ids do not reach, the last there can be. */
  private static long before(Instant moment) {
    return moment.isAfter(Ids.timeOf(Long.MAX_VALUE))
        ? Long.MAX_VALUE
        : Math.max(0, Ids.firstOf(moment) - 1);
  }

  private static Line line(Row row) {
    return new Line(
        row.getLong("id"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("actor"),
        row.getString("account"),
        row.getString("action"),
        row.getString("address"),
        row.getJsonObject("details"));
  }
}
