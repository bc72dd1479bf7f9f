package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The SQL of what only an account's owner knows: e-mail address and password. */
final class CredentialRepository {
  private static final Query INSERT =
      Query.named(
          "auth.credential-insert",
          """
          INSERT INTO credential (account_id, email, password_hash, locale, reason,
                                  confirmed_at, approved_at, application_id)
          VALUES ($1, $2, $3, $4, $5, CASE WHEN $6 THEN now() END, CASE WHEN $7 THEN now() END, $8)
          """);
  private static final Query TAKEN =
      Query.named(
          "auth.credential-taken",
          """
          SELECT EXISTS (SELECT FROM account WHERE lower(username) = lower($1)) AS username,
                 EXISTS (SELECT FROM credential WHERE lower(email) = lower($2)) AS email
          """);
  private static final String LOGIN =
      """
      SELECT c.account_id, c.password_hash, a.username,
             a.suspended_at IS NOT NULL AS suspended, a.disabled_at IS NOT NULL AS disabled,
             c.approved_at IS NOT NULL AS approved, c.confirmed_at IS NOT NULL AS confirmed
        FROM credential c JOIN account a ON a.id = c.account_id
      """;
  private static final Query BY_LOGIN =
      Query.named("auth.credential-by-login", LOGIN + "WHERE lower(c.email) = lower($1)");
  private static final Query BY_ACCOUNT =
      Query.named("auth.credential-by-account", LOGIN + "WHERE c.account_id = $1");
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
  private static final Query CONFIRM =
      Query.named(
          "auth.credential-confirm",
          """
          UPDATE credential SET confirmed_at = now()
           WHERE account_id = $1 AND confirmed_at IS NULL
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
      boolean approved,
      boolean confirmed) {
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }

  private CredentialRepository() {}

  /** How somebody is let in. */
  record Entry(boolean confirmed, boolean approved, @Nullable Long application) {}

  static Future<Void> insert(
      Sql sql, long account, NewMember member, String passwordHash, Entry entry) {
    return sql.update(
            INSERT,
            account,
            member.email(),
            passwordHash,
            member.locale(),
            member.reason(),
            entry.confirmed(),
            entry.approved(),
            entry.application())
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
        row.getBoolean("approved"),
        row.getBoolean("confirmed"));
  }

  /** The number of credentials changed: none for an account without any. */
  static Future<Integer> setPassword(Sql sql, long account, String passwordHash) {
    return sql.update(SET_PASSWORD, account, passwordHash);
  }

  /** Stores a costlier hash of the same password, unless the password has changed meanwhile. */
  static Future<Integer> rehash(Sql sql, long account, String old, String renewed) {
    return sql.update(REHASH, account, old, renewed);
  }

  static Future<Integer> confirm(Sql sql, long account) {
    return sql.update(CONFIRM, account);
  }

  static Future<Optional<Login>> byAccount(Sql sql, long account) {
    return sql.first(BY_ACCOUNT, CredentialRepository::login, account);
  }

  static Future<Integer> approve(Sql sql, long account) {
    return sql.update(APPROVE, account);
  }
}
