package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Caller;
import org.jspecify.annotations.Nullable;

/** The SQL of access tokens. Changes of rows tell every node which token to forget (V4). */
final class TokenRepository {
  private static final Query INSERT =
      Query.named(
          "auth.token-insert",
          """
          INSERT INTO access_token (id, hash, application_id, account_id, scopes, authorization_code)
          VALUES ($1, $2, $3, $4, $5, $6)
          RETURNING created_at
          """);
  // A token of an account that may do nothing is found all the same, to say why.
  private static final Query CALLER =
      Query.named(
          "auth.token-caller",
          """
          SELECT t.id, t.application_id, t.account_id, t.scopes, coalesce(a.role, 'user') AS role,
                 CASE WHEN a.suspended_at IS NOT NULL OR a.disabled_at IS NOT NULL THEN 'DISABLED'
                      WHEN c.account_id IS NULL THEN NULL
                      WHEN c.confirmed_at IS NULL THEN 'UNCONFIRMED'
                      WHEN c.approved_at IS NULL THEN 'PENDING' END AS bar
            FROM access_token t
            LEFT JOIN account a ON a.id = t.account_id
            LEFT JOIN credential c ON c.account_id = t.account_id
           WHERE t.hash = $1 AND t.revoked_at IS NULL
          """);
  private static final Query OWNER =
      Query.named(
          "auth.token-owner",
          "SELECT id, application_id, account_id FROM access_token WHERE hash = $1");
  private static final Query ROLE =
      Query.named("auth.token-role", "SELECT role FROM account WHERE id = $1");
  private static final Query REVOKE =
      Query.named(
          "auth.token-revoke",
          "UPDATE access_token SET revoked_at = now() WHERE hash = $1 AND revoked_at IS NULL");
  private static final Query REVOKE_OF_CODE =
      Query.named(
          "auth.token-revoke-of-code",
          """
          UPDATE access_token SET revoked_at = now()
           WHERE authorization_code = $1 AND revoked_at IS NULL
          RETURNING id, application_id, account_id
          """);
  private static final Query REVOKE_OF_ACCOUNT =
      Query.named(
          "auth.token-revoke-of-account",
          """
          UPDATE access_token SET revoked_at = now()
           WHERE account_id = $1 AND revoked_at IS NULL
          """);

  /** Whose a token is, or was. */
  record Owner(long id, long application, @Nullable Long account) {}

  private TokenRepository() {}

  static Future<Instant> insert(
      Sql sql,
      long id,
      String token,
      long application,
      @Nullable Long account,
      Collection<String> scopes,
      byte @Nullable [] code) {
    return sql.first(
            INSERT,
            row -> row.getOffsetDateTime("created_at").toInstant(),
            id,
            Buffer.buffer(Secrets.hash(token)),
            application,
            account,
            scopes.toArray(String[]::new),
            code == null ? null : Buffer.buffer(code))
        .map(Optional::orElseThrow);
  }

  static Future<Optional<Caller>> caller(Sql sql, byte[] hash) {
    return sql.first(CALLER, TokenRepository::caller, Buffer.buffer(hash));
  }

  private static Caller caller(Row row) {
    return new Caller(
        row.getLong("id"),
        row.getLong("application_id"),
        row.getLong("account_id"),
        Set.of(row.getArrayOfStrings("scopes")),
        row.getString("role"),
        bar(row.getString("bar")));
  }

  private static Caller.@Nullable Bar bar(@Nullable String name) {
    return name == null ? null : Caller.Bar.valueOf(name);
  }

  /** What an account may do, as {@code Account.Role.wire} has it. */
  static Future<String> role(Sql sql, long account) {
    return sql.first(ROLE, row -> row.getString("role"), account)
        .map(found -> found.orElse("user"));
  }

  static Future<Optional<Owner>> owner(Sql sql, byte[] hash) {
    return sql.first(OWNER, TokenRepository::owner, Buffer.buffer(hash));
  }

  private static Owner owner(Row row) {
    return new Owner(row.getLong("id"), row.getLong("application_id"), row.getLong("account_id"));
  }

  static Future<Integer> revoke(Sql sql, byte[] hash) {
    return sql.update(REVOKE, Buffer.buffer(hash));
  }

  /** Ends what one authorization code granted; whose that was. */
  static Future<List<Owner>> revokeOfCode(Sql sql, byte[] code) {
    return sql.list(REVOKE_OF_CODE, TokenRepository::owner, Buffer.buffer(code));
  }

  static Future<Integer> revokeOfAccount(Sql sql, long account) {
    return sql.update(REVOKE_OF_ACCOUNT, account);
  }
}
