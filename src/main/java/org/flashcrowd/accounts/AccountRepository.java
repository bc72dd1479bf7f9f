package org.flashcrowd.accounts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The rows of accounts. */
final class AccountRepository {
  private static final Query INSERT =
      Query.named(
          "accounts.insert",
          """
          WITH added AS (
            INSERT INTO account (id, username, display_name, role) VALUES ($1, $2, $3, $4)
            RETURNING *
          ), stats AS (
            INSERT INTO account_stats (account_id) SELECT id FROM added
          )
          SELECT * FROM added
          """);
  private static final Query BY_ID =
      Query.named("accounts.by-id", "SELECT * FROM account WHERE id = $1");
  private static final Query BY_USERNAME =
      Query.named(
          "accounts.by-username", "SELECT * FROM account WHERE lower(username) = lower($1)");
  private static final Query SHOWN =
      Query.named(
          "accounts.shown",
          """
          SELECT a.*, s.followers_count, s.following_count, s.statuses_count, s.last_status_at
            FROM account a JOIN account_stats s ON s.account_id = a.id
           WHERE a.id = ANY ($1)
          """);
  private static final Query MARK_SEEN =
      Query.named(
          "accounts.mark-seen",
          """
          UPDATE account_stats SET last_seen_at = now()
           WHERE account_id = $1 AND last_seen_at < now() - interval '1 hour'
          """);

  private final Ids ids;

  AccountRepository(Ids ids) {
    this.ids = ids;
  }

  Future<Account> insert(Sql tx, NewAccount account) {
    return tx.first(
            INSERT,
            AccountRepository::account,
            ids.next(),
            account.username(),
            account.displayName(),
            account.role().wire())
        .map(Optional::orElseThrow);
  }

  Future<Optional<Account>> byId(Sql sql, long id) {
    return sql.first(BY_ID, AccountRepository::account, id);
  }

  Future<Optional<Account>> byUsername(Sql sql, String username) {
    return sql.first(BY_USERNAME, AccountRepository::account, username);
  }

  Future<List<ShownAccount>> shown(Sql sql, Collection<Long> ids) {
    return sql.list(SHOWN, AccountRepository::shownAccount, (Object) ids.toArray(Long[]::new));
  }

  Future<Integer> markSeen(Sql sql, long id) {
    return sql.update(MARK_SEEN, id);
  }

  private static ShownAccount shownAccount(Row row) {
    OffsetDateTime lastStatus = row.getOffsetDateTime("last_status_at");
    return new ShownAccount(
        account(row),
        row.getInteger("followers_count"),
        row.getInteger("following_count"),
        row.getInteger("statuses_count"),
        lastStatus == null ? null : lastStatus.toInstant());
  }

  private static Account account(Row row) {
    return new Account(
        row.getLong("id"),
        row.getString("username"),
        new Account.Profile(
            row.getString("display_name"),
            row.getString("note"),
            fields(row.getJsonArray("fields")),
            row.getLong("avatar_media_id"),
            row.getLong("header_media_id")),
        new Account.Choices(
            row.getBoolean("locked"),
            row.getBoolean("bot"),
            row.getBoolean("discoverable"),
            row.getBoolean("indexable"),
            row.getBoolean("hide_collections")),
        new Account.Posting(
            Visibility.of(row.getString("default_visibility")).orElse(Visibility.PUBLIC),
            row.getBoolean("default_sensitive"),
            row.getString("default_language")),
        new Account.Standing(
            Account.Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
            row.getOffsetDateTime("created_at").toInstant(),
            row.getOffsetDateTime("suspended_at") != null,
            row.getOffsetDateTime("silenced_at") != null));
  }

  private static List<Account.Field> fields(JsonArray stored) {
    return stored.stream()
        .map(JsonObject.class::cast)
        .map(field -> new Account.Field(field.getString("name"), field.getString("value")))
        .toList();
  }
}
