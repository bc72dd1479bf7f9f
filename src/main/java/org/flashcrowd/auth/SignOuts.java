package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.flashcrowd.db.Sql;

/**
 * Ends what gives access to an account, all at once. Each node knows as the transaction commits.
 */
public final class SignOuts {
  private final AuditLog audit;

  public SignOuts(AuditLog audit) {
    this.audit = audit;
  }

  /**
   * Ends every browser's session and every application's token.
   *
   * @param reason what the audit log says they ended for, such as {@code password.reset}
   */
  public Future<Void> everywhere(Sql tx, long account, String reason) {
    return TokenRepository.revokeOfAccount(tx, account)
        .compose(revoked -> record(tx, account, revoked, reason))
        .compose(recorded -> SessionRepository.endAll(tx, account))
        .mapEmpty();
  }

  private Future<Void> record(Sql tx, long account, int revoked, String reason) {
    JsonObject details = new JsonObject().put("count", revoked).put("reason", reason);
    return revoked == 0
        ? Future.succeededFuture()
        : audit.record(tx, account, "token.revoked", null, details);
  }
}
