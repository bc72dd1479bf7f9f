package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/**
 * The append-only record of who got in, who did not, and what access was given or taken. Written in
 * the transaction of what it records. No secret belongs in it.
 */
public final class AuditLog {
  private static final Query INSERT =
      Query.named(
          "auth.audit",
          """
          INSERT INTO audit_log (id, account_id, action, address, details)
          VALUES ($1, $2, $3, $4, $5)
          """);

  private final Ids ids;

  public AuditLog(Ids ids) {
    this.ids = ids;
  }

  /**
   * Adds a line.
   *
   * @param account whom it is about; null when nobody here
   * @param action such as {@code sign-in.failed}
   * @param address where it came from; null from the command line
   */
  public Future<Void> record(
      Sql sql,
      @Nullable Long account,
      String action,
      @Nullable String address,
      JsonObject details) {
    return sql.update(INSERT, ids.next(), account, action, address, details).mapEmpty();
  }
}
