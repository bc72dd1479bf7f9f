package org.flashcrowd.accounts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  static final Query NAMED =
      Query.named(
          "accounts.named",
          """
          SELECT id, username FROM account
           WHERE lower(username) = ANY ($1) AND suspended_at IS NULL
          """);
  // Whoever waits for approval is not there yet.
  private static final Query LOOKUP =
      Query.named(
          "accounts.lookup",
          """
          SELECT a.* FROM account a
           WHERE lower(a.username) = lower($1)
             AND NOT EXISTS (SELECT FROM credential c
                              WHERE c.account_id = a.id AND c.approved_at IS NULL)
          """);
  private static final Query SHOWN =
      Query.named(
          "accounts.shown",
          """
          SELECT a.*, s.followers_count, s.following_count, s.statuses_count, s.last_status_at
            FROM account a JOIN account_stats s ON s.account_id = a.id
           WHERE a.id = ANY ($1) AND a.removed_at IS NULL
          """);
  private static final String STAMPS_WHERE =
      "SELECT "
          + AccountStamp.columns("a", "s")
          + " FROM account a JOIN account_stats s ON s.account_id = a.id"
          + " WHERE a.removed_at IS NULL AND a.id = ";
  private static final Query STAMPS = Query.named("accounts.stamps", STAMPS_WHERE + "ANY ($1)");
  // PostgreSQL takes an array that it does not know for one of ten: a list of one would be planned
  // anew each time, which takes longer than to find it.
  private static final Query STAMP = Query.named("accounts.stamp", STAMPS_WHERE + "$1");
  private static final Query LOCK =
      Query.named("accounts.lock", "SELECT * FROM account WHERE id = $1 FOR NO KEY UPDATE");
  private static final Query UPDATE =
      Query.named(
          "accounts.update",
          """
          UPDATE account
             SET display_name = $2, note = $3, fields = $4, locked = $5, bot = $6,
                 discoverable = $7, indexable = $8, hide_collections = $9,
                 default_visibility = $10, default_sensitive = $11, default_language = $12,
                 avatar_media_id = $13, header_media_id = $14
           WHERE id = $1
          """);
  private static final Query REQUESTS =
      Query.named(
          "accounts.requests",
          """
          SELECT count(*)::int AS requests
            FROM (SELECT FROM follow_request WHERE target_id = $1 LIMIT 10000) asking
          """);
  private static final Query MARK_SEEN =
      Query.named(
          "accounts.mark-seen",
          """
          WITH week AS (
            INSERT INTO active_week (week, account_id)
            SELECT date_trunc('week', now() AT TIME ZONE 'UTC')::date, id
              FROM account WHERE id = $1
            ON CONFLICT DO NOTHING
          )
          UPDATE account_stats SET last_seen_at = now()
           WHERE account_id = $1 AND last_seen_at < now() - interval '1 hour'
          """);

  private final Ids ids;

  AccountRepository(Ids ids) {
    this.ids = ids;
  }

  long nextId() {
    return ids.next();
  }

  Future<Account> insert(Sql tx, long id, NewAccount account) {
    return tx.first(
            INSERT,
            AccountRepository::account,
            id,
            account.username(),
            account.displayName(),
            account.role().wire())
        .map(Optional::orElseThrow);
  }

  Future<Optional<Account>> byId(Sql sql, long id) {
    return sql.first(BY_ID, AccountRepository::account, id);
  }

  Future<Map<String, AccountName>> named(Sql sql, Collection<String> names) {
    return sql.run(NAMED, (Object) names.toArray(String[]::new))
        .map(
            rows -> {
              Map<String, AccountName> named = HashMap.newHashMap(rows.size());
              for (Row row : rows) {
                String username = row.getString("username");
                named.put(
                    username.toLowerCase(Locale.ROOT),
                    new AccountName(row.getLong("id"), username));
              }
              return named;
            });
  }

  Future<Optional<Account>> byUsername(Sql sql, String username) {
    return sql.first(BY_USERNAME, AccountRepository::account, username);
  }

  /** By name, without those that wait for approval. */
  Future<Optional<Account>> lookup(Sql sql, String username) {
    return sql.first(LOOKUP, AccountRepository::account, username);
  }

  Future<List<ShownAccount>> shown(Sql sql, Collection<Long> ids) {
    return sql.list(SHOWN, AccountRepository::shownAccount, (Object) ids.toArray(Long[]::new));
  }

  Future<List<AccountStamp>> stamps(Sql sql, Collection<Long> ids) {
    return ids.size() == 1
        ? sql.list(STAMP, row -> AccountStamp.read(row, 0), ids.iterator().next())
        : sql.list(STAMPS, row -> AccountStamp.read(row, 0), (Object) ids.toArray(Long[]::new));
  }

  /** The account, which nobody else changes until the transaction ends. */
  Future<Optional<Account>> lock(Sql tx, long id) {
    return tx.first(LOCK, AccountRepository::account, id);
  }

  Future<Integer> update(Sql tx, Account account) {
    Account.Profile profile = account.profile();
    Account.Choices choices = account.choices();
    Account.Posting posting = account.posting();
    return tx.update(
        UPDATE,
        account.id(),
        profile.displayName(),
        profile.note(),
        json(profile.fields()),
        choices.locked(),
        choices.bot(),
        choices.discoverable(),
        choices.indexable(),
        choices.hideCollections(),
        posting.visibility().wire(),
        posting.sensitive(),
        posting.language(),
        profile.avatarMediaId(),
        profile.headerMediaId());
  }

  private static JsonArray json(List<Account.Field> fields) {
    JsonArray array = new JsonArray();
    fields.forEach(
        field -> array.add(new JsonObject().put("name", field.name()).put("value", field.value())));
    return array;
  }

  /** How many ask to follow an account. */
  Future<Integer> requests(Sql sql, long id) {
    return sql.first(REQUESTS, row -> row.getInteger("requests"), id).map(found -> found.orElse(0));
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
