package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The SQL of what only an account's owner knows: e-mail address and password. */
final class CredentialRepository {
  private static final Query INSERT =
      Query.named(
          "auth.credential-insert",
          """
          INSERT INTO credential (account_id, email, password_hash, locale, reason,
                                  confirmed_at, approved_at)
          VALUES ($1, $2, $3, $4, $5, now(), CASE WHEN $6 THEN now() END)
          """);
  private static final Query TAKEN =
      Query.named(
          "auth.credential-taken",
          """
          SELECT EXISTS (SELECT FROM account WHERE lower(username) = lower($1)) AS username,
                 EXISTS (SELECT FROM credential WHERE lower(email) = lower($2)) AS email
          """);
  private static final Query BY_LOGIN =
      Query.named(
          "auth.credential-by-login",
          """
          SELECT c.account_id, c.password_hash, a.username,
                 a.suspended_at IS NOT NULL AS suspended, a.disabled_at IS NOT NULL AS disabled,
                 c.approved_at IS NOT NULL AS approved
            FROM credential c JOIN account a ON a.id = c.account_id
           WHERE lower(c.email) = lower($1)
          """);
  private static final Query SET_PASSWORD =
      Query.named(
          "auth.credential-set-password",
          "UPDATE credential SET password_hash = $2 WHERE account_id = $1");
  private static final Query REHASH =
      Query.named(
          "auth.credential-rehash",
          """
          UPDATE credential SET password_hash = $3
           WHERE account_id = $1 AND password_hash = $2
          """);
  private static final Query APPROVE =
      Query.named(
          "auth.credential-approve",
          """
          UPDATE credential SET approved_at = now()
           WHERE account_id = $1 AND approved_at IS NULL
          """);

  /** What is taken of what somebody wants to join with. */
  record Taken(boolean username, boolean email) {}

  /** Somebody who may be about to sign in. */
  record Login(
      long account,
      String username,
      String passwordHash,
      boolean suspended,
      boolean disabled,
      boolean approved) {
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  private CredentialRepository() {}

  static Future<Void> insert(
      Sql sql, long account, NewMember member, String passwordHash, boolean approved) {
    return sql.update(
            INSERT,
            account,
            member.email(),
            passwordHash,
            member.locale(),
            member.reason(),
            approved)
        .mapEmpty();
  }

  static Future<Taken> taken(Sql sql, String username, String email) {
    return sql.first(
            TAKEN,
            row -> new Taken(row.getBoolean("username"), row.getBoolean("email")),
            username,
            email)
        .map(Optional::orElseThrow);
  }

  static Future<Optional<Login>> byEmail(Sql sql, String email) {
    return sql.first(BY_LOGIN, CredentialRepository::login, email);
  }

  private static Login login(Row row) {
    return new Login(
        row.getLong("account_id"),
        row.getString("username"),
        row.getString("password_hash"),
        row.getBoolean("suspended"),
        row.getBoolean("disabled"),
        row.getBoolean("approved"));
  }

  /** The number of credentials changed: none for an account without any. */
  static Future<Integer> setPassword(Sql sql, long account, String passwordHash) {
    return sql.update(SET_PASSWORD, account, passwordHash);
  }

  /** Stores a costlier hash of the same password, unless the password has changed meanwhile. */
  static Future<Integer> rehash(Sql sql, long account, String old, String renewed) {
    return sql.update(REHASH, account, old, renewed);
  }

  static Future<Integer> approve(Sql sql, long account) {
    return sql.update(APPROVE, account);
  }
}
