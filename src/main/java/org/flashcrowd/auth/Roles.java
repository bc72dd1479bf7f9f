package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;

/** Says who runs the server. Every node knows as it commits: tokens carry the role (V14). */
public final class Roles {
  private static final Query SET =
      Query.named("auth.role-set", "UPDATE account SET role = $2 WHERE id = $1 AND role <> $2");

  private final Database database;
  private final Accounts accounts;
  private final AuditLog audit;

  Roles(Database database, Accounts accounts, AuditLog audit) {
    this.database = database;
    this.accounts = accounts;
    this.audit = audit;
  }

  /**
   * Gives an account a role, for the command line.
   *
   * @return fails with 404 when there is no such account
   */
  public Future<Void> give(String username, Account.Role role) {
    return accounts
        .byUsername(username)
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(account -> database.transaction(tx -> give(tx, account, role)));
  }

  private Future<Void> give(Sql tx, Account account, Account.Role role) {
    JsonObject change =
        new JsonObject().put("from", account.standing().role().wire()).put("to", role.wire());
    return tx.update(SET, account.id(), role.wire())
        .compose(
            changed ->
                changed == 0
                    ? Future.succeededFuture()
                    : audit.act(tx, null, account.id(), "role.changed", change));
  }
}
