package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Scopes;
import org.jspecify.annotations.Nullable;

/** Issues and revokes access tokens: 256 random bits, stored as their SHA-256. */
public final class Tokens {
  private final Database database;
  private final Ids ids;
  private final Accounts accounts;
  private final Applications applications;
  private final AuditLog audit;
  private final Consumer<String> ended;

  /**
   * @param ended told of a revoked token's fingerprint before whoever revoked it hears of it: the
   *     notification that reaches every node may come a moment later
   */
  Tokens(
      Database database,
      Ids ids,
      Accounts accounts,
      Applications applications,
      AuditLog audit,
      Consumer<String> ended) {
    this.database = database;
    this.ids = ids;
    this.accounts = accounts;
    this.applications = applications;
    this.audit = audit;
    this.ended = ended;
  }

  /**
   * A token for the command line, under an application of its own.
   *
   * @param username whose token, without {@code @}
   * @param scopes apart by spaces
   * @return fails with 422 when a scope is unknown, or is one of those who run the server and the
   *     account is not; with 404 when the account is unknown
   */
  public Future<String> issue(String username, String scopes) {
    TreeSet<String> wanted = new TreeSet<>(Scopes.parse(scopes));
    wanted.removeAll(Scopes.KNOWN);
    if (!wanted.isEmpty() || scopes.isBlank()) {
      return Future.failedFuture(Failure.unprocessable("Unknown scopes: " + wanted));
    }
    return accounts
        .byUsername(username)
        .map(found -> mayHave(found.orElseThrow(Failure::notFound), Scopes.parse(scopes)))
        .compose(
            account ->
                applications
                    .commandLine()
                    .compose(
                        application ->
                            database.transaction(
                                tx -> issue(tx, application, account, Scopes.parse(scopes), null))))
        .map(TokenView::accessToken);
  }

  private static long mayHave(Account account, Collection<String> scopes) {
    if (account.standing().role() == Account.Role.USER
        && scopes.stream().anyMatch(Scopes::administers)) {
      throw Failure.unprocessable("@" + account.username() + " is no moderator");
    }
    return account.id();
  }

  /**
   * A token within the caller's transaction. It carries no scope of administration unless the
   * account is a moderator's or an administrator's as it is granted.
   *
   * @param account null for the application's own
   * @param code the hash of the authorization code that it is given for, if one was
   */
  Future<TokenView> issue(
      Sql tx,
      Application application,
      @Nullable Long account,
      Collection<String> scopes,
      byte @Nullable [] code) {
    if (account == null || scopes.stream().noneMatch(Scopes::administers)) {
      return insert(tx, application, account, scopes, code);
    }
    return TokenRepository.role(tx, account)
        .compose(role -> insert(tx, application, account, Grants.within(scopes, role), code));
  }

  private Future<TokenView> insert(
      Sql tx,
      Application application,
      @Nullable Long account,
      Collection<String> scopes,
      byte @Nullable [] code) {
    String token = Secrets.random();
    JsonObject details =
        new JsonObject()
            .put("application", application.id())
            .put("scopes", String.join(" ", scopes));
    Future<Instant> inserted =
        TokenRepository.insert(tx, ids.next(), token, application.id(), account, scopes, code);
    Future<Void> recorded = audit.record(tx, account, "token.issued", null, details);
    return inserted.compose(createdAt -> recorded.map(TokenView.of(token, scopes, createdAt)));
  }

  /**
   * Revokes a token for the application it was given to; one that is unknown is as good as revoked
   * (RFC 7009, section 2.2).
   *
   * @return fails with 403 when it is another application's
   */
  Future<Void> revoke(Application application, String token) {
    byte[] hash = Secrets.hash(token);
    return TokenRepository.owner(database.primary(), hash)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture();
              }
              TokenRepository.Owner owner = found.get();
              if (owner.application() != application.id()) {
                return Future.failedFuture(notYours());
              }
              return database.transaction(tx -> revoke(tx, hash, owner));
            })
        .onSuccess(revoked -> ended.accept(TokenChanges.fingerprint(token)));
  }

  /**
   * Revokes a token for whoever holds it.
   *
   * @return whether there is such a token, or was
   */
  Future<Boolean> revokeHeld(String token) {
    byte[] hash = Secrets.hash(token);
    return TokenRepository.owner(database.primary(), hash)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(false)
                    : database.transaction(tx -> revoke(tx, hash, found.get()).map(true)))
        .onSuccess(revoked -> ended.accept(TokenChanges.fingerprint(token)));
  }

  private Future<Void> revoke(Sql tx, byte[] hash, TokenRepository.Owner owner) {
    JsonObject details = new JsonObject().put("token", owner.id());
    return TokenRepository.revoke(tx, hash)
        .compose(
            changed ->
                changed == 0
                    ? Future.succeededFuture()
                    : audit.record(tx, owner.account(), "token.revoked", null, details));
  }

  /** Ends every token that an authorization code gave, since the code was used again. */
  Future<Void> revokeReused(Sql tx, byte[] code) {
    return TokenRepository.revokeOfCode(tx, code)
        .compose(
            ended ->
                Future.all(
                    ended.stream()
                        .map(
                            owner ->
                                audit.record(
                                    tx,
                                    owner.account(),
                                    "token.revoked",
                                    null,
                                    new JsonObject()
                                        .put("token", owner.id())
                                        .put("reason", "code.reused")))
                        .toList()))
        .mapEmpty();
  }

  static Failure notYours() {
    return Failure.oauth(403, "unauthorized_client", "You are not authorized to revoke this token");
  }
}
