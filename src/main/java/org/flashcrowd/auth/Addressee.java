package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/**
 * Somebody whom letters are written to.
 *
 * @param newEmail the address that they want to have and have not confirmed
 * @param application what they signed up through; null for a page of ours
 */
record Addressee(
    long account,
    String username,
    String email,
    @Nullable String newEmail,
    boolean confirmed,
    @Nullable Long application,
    @Nullable String locale) {
  private static final String COLUMNS =
      """
      SELECT c.account_id, a.username, c.email, c.new_email, c.confirmed_at IS NOT NULL AS confirmed,
             c.application_id, c.locale
        FROM credential c JOIN account a ON a.id = c.account_id
      """;
  private static final Query BY_ACCOUNT =
      Query.named("auth.addressee", COLUMNS + "WHERE c.account_id = $1");
  private static final Query BY_EMAIL =
      Query.named(
          "auth.addressee-by-email",
          COLUMNS + "WHERE lower(c.email) = lower($1) AND a.suspended_at IS NULL");

  static Future<Optional<Addressee>> byAccount(Sql sql, long account) {
    return sql.first(BY_ACCOUNT, Addressee::of, account);
  }

  /** Nobody for an address that is not known, or of a suspended account. */
  static Future<Optional<Addressee>> byEmail(Sql sql, String email) {
    return sql.first(BY_EMAIL, Addressee::of, email);
  }

  private static Addressee of(Row row) {
    return new Addressee(
        row.getLong("account_id"),
        row.getString("username"),
        row.getString("email"),
        row.getString("new_email"),
        row.getBoolean("confirmed"),
        row.getLong("application_id"),
        row.getString("locale"));
  }

  @Override
  public String toString() {
    return "Addressee[" + username + "]";
  }
}
