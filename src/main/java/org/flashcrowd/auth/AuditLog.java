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
          INSERT INTO audit_log (id, account_id, action, address, details, actor_id)
          VALUES ($1, $2, $3, $4, $5, $6)
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
    return insert(sql, null, account, action, address, details);
  }

  /**
   * Adds a line about what somebody did to somebody else's account.
   *
   * @param actor who did it; null from the command line
   */
  public Future<Void> act(
      Sql sql, @Nullable Long actor, @Nullable Long account, String action, JsonObject details) {
    return insert(sql, actor, account, action, null, details);
  }

  private Future<Void> insert(
      Sql sql,
      @Nullable Long actor,
      @Nullable Long account,
      String action,
      @Nullable String address,
      JsonObject details) {
    return sql.update(INSERT, ids.next(), account, action, address, details, actor).mapEmpty();
  }
}
