package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
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
  // A token of an account that awaits approval is as good as one of a suspended account.
  private static final Query CALLER =
      Query.named(
          "auth.token-caller",
          """
          SELECT t.id, t.application_id, t.account_id, t.scopes, coalesce(a.role, 'user') AS role,
                 a.suspended_at IS NOT NULL
                   OR (c.account_id IS NOT NULL AND c.approved_at IS NULL) AS barred
            FROM access_token t
            LEFT JOIN account a ON a.id = t.account_id
            LEFT JOIN credential c ON c.account_id = t.account_id
           WHERE t.hash = $1 AND t.revoked_at IS NULL
          """);
  private static final Query OWNER =
      Query.named(
          "auth.token-owner",
          "SELECT id, application_id, account_id FROM access_token WHERE hash = $1");
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
        row.getBoolean("barred"));
  }

  static Future<Optional<Owner>> owner(Sql sql, byte[] hash) {
    return sql.first(
        OWNER,
        row ->
            new Owner(row.getLong("id"), row.getLong("application_id"), row.getLong("account_id")),
        Buffer.buffer(hash));
  }

  static Future<Integer> revoke(Sql sql, byte[] hash) {
    return sql.update(REVOKE, Buffer.buffer(hash));
  }

  /** Ends what one authorization code granted. */
  static Future<Integer> revokeOfCode(Sql sql, byte[] code) {
    return sql.update(REVOKE_OF_CODE, Buffer.buffer(code));
  }

  static Future<Integer> revokeOfAccount(Sql sql, long account) {
    return sql.update(REVOKE_OF_ACCOUNT, account);
  }
}
