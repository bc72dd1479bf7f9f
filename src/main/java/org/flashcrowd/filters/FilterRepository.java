package org.flashcrowd.filters;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.filters.FilterForm.Keyword;
import org.flashcrowd.filters.FilterView.FilteredStatusView;
import org.flashcrowd.filters.FilterView.KeywordView;
import org.jspecify.annotations.Nullable;

/** The statements of filters. Each names the account, so that nobody reaches another's. */
final class FilterRepository {
  private static final String FILTERS =
      """
      SELECT f.id, f.title, f.contexts, f.action, f.expires_at,
             (SELECT jsonb_agg(jsonb_build_array(k.id::text, k.keyword, k.whole_word) ORDER BY k.id)
                FROM filter_keyword k WHERE k.filter_id = f.id) AS keywords,
             (SELECT jsonb_agg(jsonb_build_array(s.id::text, s.status_id::text) ORDER BY s.id)
                FROM filter_status s WHERE s.filter_id = f.id) AS statuses
        FROM filter f
       WHERE f.account_id = $1
      """;
  static final Query OF = Query.named("filters.of", FILTERS + " ORDER BY f.id");
  static final Query ACTIVE =
      Query.named(
          "filters.active",
          FILTERS + " AND (f.expires_at IS NULL OR f.expires_at > now()) ORDER BY f.id");
  static final Query ONE = Query.named("filters.one", FILTERS + " AND f.id = $2");
  static final Query OF_KEYWORD =
      Query.named(
          "filters.of-keyword",
          FILTERS + " AND f.id = (SELECT k.filter_id FROM filter_keyword k WHERE k.id = $2)");
  static final Query OF_STATUS =
      Query.named(
          "filters.of-status",
          FILTERS + " AND f.id = (SELECT s.filter_id FROM filter_status s WHERE s.id = $2)");
  // One change of somebody's filters at a time, so that their number can be bounded.
  private static final Query LOCK =
      Query.named("filters.lock", "SELECT id FROM account WHERE id = $1 FOR NO KEY UPDATE");
  static final Query USAGE =
      Query.named(
          "filters.usage",
          """
          SELECT (SELECT count(*) FROM filter WHERE account_id = $1) AS filters,
                 (SELECT count(*) FROM filter_keyword k JOIN filter f ON f.id = k.filter_id
                   WHERE f.account_id = $1) AS keywords,
                 (SELECT coalesce(sum(length(k.keyword)), 0)
                    FROM filter_keyword k JOIN filter f ON f.id = k.filter_id
                   WHERE f.account_id = $1) AS characters,
                 (SELECT count(*) FROM filter_status s JOIN filter f ON f.id = s.filter_id
                   WHERE f.account_id = $1) AS statuses
          """);
  private static final Query INSERT =
      Query.named(
          "filters.insert",
          """
          INSERT INTO filter (id, account_id, title, contexts, action, expires_at)
          VALUES ($1, $2, $3, $4, $5, $6)
          """);
  private static final Query UPDATE =
      Query.named(
          "filters.update",
          """
          UPDATE filter SET title = $3, contexts = $4, action = $5, expires_at = $6
           WHERE account_id = $2 AND id = $1
          """);
  private static final Query DELETE =
      Query.named("filters.delete", "DELETE FROM filter WHERE id = $1 AND account_id = $2");
  private static final Query PUT_KEYWORD =
      Query.named(
          "filters.put-keyword",
          """
          INSERT INTO filter_keyword (id, filter_id, keyword, whole_word) VALUES ($1, $2, $3, $4)
          ON CONFLICT (id) DO UPDATE
            SET keyword = excluded.keyword, whole_word = excluded.whole_word
          """);
  private static final Query DELETE_KEYWORDS =
      Query.named(
          "filters.delete-keywords",
          "DELETE FROM filter_keyword WHERE filter_id = $1 AND id = ANY ($2)");
  // Only a post that its owner may see can be filtered: ids tell nothing about others.
  private static final Query PUT_STATUS =
      Query.named(
          "filters.put-status",
          """
          INSERT INTO filter_status (id, filter_id, status_id)
          SELECT $1, $2, s.id FROM visible_statuses($3) s WHERE s.id = $4
          ON CONFLICT (filter_id, status_id) DO UPDATE SET status_id = excluded.status_id
          RETURNING id, status_id
          """);
  private static final Query DELETE_STATUS =
      Query.named("filters.delete-status", "DELETE FROM filter_status WHERE id = $1");

  /** How much of the {@link FilterLimits} is used. */
  record Usage(long filters, long keywords, long characters, long statuses) {}

  private final Ids ids;

  FilterRepository(Ids ids) {
    this.ids = ids;
  }

  Future<List<FilterView>> of(Sql sql, long account) {
    return sql.list(OF, FilterRepository::filter, account);
  }

  static Future<List<FilterView>> active(Sql sql, long account) {
    return sql.list(ACTIVE, FilterRepository::filter, account);
  }

  Future<Optional<FilterView>> one(Sql sql, long account, long id) {
    return sql.first(ONE, FilterRepository::filter, account, id);
  }

  Future<Optional<FilterView>> ofKeyword(Sql sql, long account, long keyword) {
    return sql.first(OF_KEYWORD, FilterRepository::filter, account, keyword);
  }

  Future<Optional<FilterView>> ofStatus(Sql sql, long account, long filteredStatus) {
    return sql.first(OF_STATUS, FilterRepository::filter, account, filteredStatus);
  }

  Future<Void> lock(Sql tx, long account) {
    return tx.run(LOCK, account).mapEmpty();
  }

  Future<Usage> usage(Sql tx, long account) {
    return tx.first(
            USAGE,
            row ->
                new Usage(
                    row.getLong("filters"),
                    row.getLong("keywords"),
                    row.getLong("characters"),
                    row.getLong("statuses")),
            account)
        .map(Optional::orElseThrow);
  }

  /** Answers the id of the new filter. */
  Future<Long> insert(Sql tx, long account, FilterForm.Head head) {
    long id = ids.next();
    return tx.run(INSERT, head(id, account, head)).map(id);
  }

  Future<Void> update(Sql tx, long account, long id, FilterForm.Head head) {
    return tx.run(UPDATE, head(id, account, head)).mapEmpty();
  }

  private static Tuple head(long id, long account, FilterForm.Head head) {
    return Tuple.of(
        id,
        account,
        head.title(),
        head.contexts().toArray(String[]::new),
        head.action(),
        time(head.expiresAt()));
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }

  Future<Boolean> delete(Sql tx, long account, long id) {
    return tx.update(DELETE, id, account).map(deleted -> deleted > 0);
  }

  /** Adds keywords without an id and changes those with one; answers their ids in order. */
  Future<List<Long>> putKeywords(Sql tx, long filter, List<Keyword> keywords) {
    List<Long> written =
        keywords.stream().map(one -> one.id() == null ? (Long) ids.next() : one.id()).toList();
    List<Tuple> rows = new ArrayList<>(keywords.size());
    for (int i = 0; i < keywords.size(); i++) {
      Keyword keyword = keywords.get(i);
      rows.add(Tuple.of(written.get(i), filter, keyword.text(), keyword.wholeWord()));
    }
    return rows.isEmpty()
        ? Future.succeededFuture(List.of())
        : tx.batch(PUT_KEYWORD, rows).map(written);
  }

  Future<Void> deleteKeywords(Sql tx, long filter, Collection<Long> keywords) {
    return keywords.isEmpty()
        ? Future.succeededFuture()
        : tx.run(DELETE_KEYWORDS, filter, keywords.toArray(Long[]::new)).mapEmpty();
  }

  /** Empty when the account may not see the post; the one that is there when it was there. */
  Future<Optional<FilteredStatusView>> putStatus(Sql tx, long account, long filter, long status) {
    return tx.first(
        PUT_STATUS,
        row ->
            new FilteredStatusView(
                Long.toString(row.getLong("id")), Long.toString(row.getLong("status_id"))),
        ids.next(),
        filter,
        account,
        status);
  }

  Future<Void> deleteStatus(Sql tx, long id) {
    return tx.run(DELETE_STATUS, id).mapEmpty();
  }

  private static FilterView filter(Row row) {
    OffsetDateTime expires = row.getOffsetDateTime("expires_at");
    return new FilterView(
        Long.toString(row.getLong("id")),
        row.getString("title"),
        List.of(row.getArrayOfStrings("contexts")),
        expires == null ? null : expires.toInstant(),
        row.getString("action"),
        parts(
            row.getJsonArray("keywords"),
            part -> new KeywordView(part.getString(0), part.getString(1), part.getBoolean(2))),
        parts(
            row.getJsonArray("statuses"),
            part -> new FilteredStatusView(part.getString(0), part.getString(1))));
  }

  private static <T> List<T> parts(@Nullable JsonArray parts, Function<JsonArray, T> part) {
    return parts == null
        ? List.of()
        : IntStream.range(0, parts.size())
            .mapToObj(i -> part.apply(parts.getJsonArray(i)))
            .toList();
  }
}
