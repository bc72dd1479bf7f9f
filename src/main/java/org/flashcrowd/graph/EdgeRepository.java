package org.flashcrowd.graph;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The rows of the lists of followers, followed, requesting, blocked and muted accounts. */
final class EdgeRepository {
  // Who looks does not meet whom they block or mute, nor who blocks them; and finds an empty list
  // where its owner blocks them. $4 is the owner, $5 who looks: NULL for the owner themselves and
  // for somebody not signed in.
  private static final String SEEN_BY_VIEWER =
      """
             AND NOT EXISTS (SELECT FROM block b WHERE b.account_id = $4 AND b.target_id = $5)
             AND NOT EXISTS (SELECT FROM block b WHERE b.account_id = a.id AND b.target_id = $5)
             AND NOT EXISTS (SELECT FROM block b WHERE b.account_id = $5 AND b.target_id = a.id)
             AND NOT EXISTS (SELECT FROM mute m WHERE m.account_id = $5 AND m.target_id = a.id
                                AND (m.expires_at IS NULL OR m.expires_at > now()))
      """;

  private static final PagedQuery FOLLOWERS =
      PagedQuery.named(
          "graph.followers",
          """
          SELECT f.id, f.account_id AS account, NULL::timestamptz AS until
            FROM follow f JOIN account a ON a.id = f.account_id AND a.suspended_at IS NULL
           WHERE f.id < $1 AND f.id > $2 AND f.target_id = $4
          """
              + SEEN_BY_VIEWER
              + " ORDER BY f.id :direction LIMIT $3");
  private static final PagedQuery FOLLOWING =
      PagedQuery.named(
          "graph.following",
          """
          SELECT f.id, f.target_id AS account, NULL::timestamptz AS until
            FROM follow f JOIN account a ON a.id = f.target_id AND a.suspended_at IS NULL
           WHERE f.id < $1 AND f.id > $2 AND f.account_id = $4
          """
              + SEEN_BY_VIEWER
              + " ORDER BY f.id :direction LIMIT $3");
  private static final PagedQuery ENDORSED =
      PagedQuery.named(
          "graph.endorsed",
          """
          SELECT e.id, e.target_id AS account, NULL::timestamptz AS until
            FROM endorsement e JOIN account a ON a.id = e.target_id AND a.suspended_at IS NULL
           WHERE e.id < $1 AND e.id > $2 AND e.account_id = $4
          """
              + SEEN_BY_VIEWER
              + " ORDER BY e.id :direction LIMIT $3");
  private static final PagedQuery REQUESTS =
      PagedQuery.named(
          "graph.requests",
          """
          SELECT r.id, r.account_id AS account, NULL::timestamptz AS until
            FROM follow_request r JOIN account a ON a.id = r.account_id AND a.suspended_at IS NULL
           WHERE r.id < $1 AND r.id > $2 AND r.target_id = $4
           ORDER BY r.id :direction LIMIT $3
          """);
  // Nobody once the account is locked again; and who follows by consent alone goes on asking.
  private static final Query ACCEPTABLE =
      Query.named(
          "graph.acceptable",
          """
          SELECT r.id, r.account_id AS account, NULL::timestamptz AS until
            FROM follow_request r
            JOIN account t ON t.id = r.target_id AND NOT t.locked AND t.suspended_at IS NULL
            JOIN account a ON a.id = r.account_id AND a.suspended_at IS NULL
                          AND a.silenced_at IS NULL
           WHERE r.target_id = $1 AND r.id > $2
           ORDER BY r.id LIMIT $3
          """);
  private static final PagedQuery BLOCKS =
      PagedQuery.named(
          "graph.blocks",
          """
          SELECT b.id, b.target_id AS account, NULL::timestamptz AS until
            FROM block b JOIN account a ON a.id = b.target_id AND a.suspended_at IS NULL
           WHERE b.id < $1 AND b.id > $2 AND b.account_id = $4
           ORDER BY b.id :direction LIMIT $3
          """);
  private static final PagedQuery MUTES =
      PagedQuery.named(
          "graph.mutes",
          """
          SELECT m.id, m.target_id AS account, m.expires_at AS until
            FROM mute m JOIN account a ON a.id = m.target_id AND a.suspended_at IS NULL
           WHERE m.id < $1 AND m.id > $2 AND m.account_id = $4
             AND (m.expires_at IS NULL OR m.expires_at > now())
           ORDER BY m.id :direction LIMIT $3
          """);
  // Whom the viewer follows is the short side: each is looked up among the target's followers.
  private static final Query FAMILIAR =
      Query.named(
          "graph.familiar",
          """
          SELECT wanted.id, familiar.account
            FROM unnest($2::bigint[]) AS wanted (id)
            JOIN account target ON target.id = wanted.id AND target.suspended_at IS NULL
                               AND NOT target.hide_collections
           CROSS JOIN LATERAL (
             SELECT mine.target_id AS account
               FROM follow mine
               JOIN follow theirs ON theirs.account_id = mine.target_id
                                 AND theirs.target_id = wanted.id
               JOIN account a ON a.id = mine.target_id AND a.suspended_at IS NULL
                             AND NOT a.hide_collections
              WHERE mine.account_id = $1
                AND NOT EXISTS (SELECT FROM block b
                                 WHERE b.account_id = wanted.id AND b.target_id = $1)
              LIMIT 20) familiar
          """);

  Future<List<Edge>> followers(Sql sql, Page page, long owner, @Nullable Long viewer) {
    return FOLLOWERS.list(sql, page, EdgeRepository::edge, owner, viewer);
  }

  Future<List<Edge>> following(Sql sql, Page page, long owner, @Nullable Long viewer) {
    return FOLLOWING.list(sql, page, EdgeRepository::edge, owner, viewer);
  }

  Future<List<Edge>> endorsed(Sql sql, Page page, long owner, @Nullable Long viewer) {
    return ENDORSED.list(sql, page, EdgeRepository::edge, owner, viewer);
  }

  Future<List<Edge>> requests(Sql sql, Page page, long owner) {
    return REQUESTS.list(sql, page, EdgeRepository::edge, owner);
  }

  /** Who asks to follow {@code owner} and needs no consent any more, the first first. */
  Future<List<Edge>> acceptable(Sql sql, long owner, long after, int most) {
    return sql.list(ACCEPTABLE, EdgeRepository::edge, owner, after, most);
  }

  Future<List<Edge>> blocks(Sql sql, Page page, long owner) {
    return BLOCKS.list(sql, page, EdgeRepository::edge, owner);
  }

  Future<List<Edge>> mutes(Sql sql, Page page, long owner) {
    return MUTES.list(sql, page, EdgeRepository::edge, owner);
  }

  /** For each wanted account, who follows it and is followed by the viewer. */
  Future<Map<Long, List<Long>>> familiar(Sql sql, long viewer, Collection<Long> wanted) {
    return sql.list(FAMILIAR, Row::toJson, viewer, wanted.toArray(Long[]::new))
        .map(EdgeRepository::byWanted);
  }

  private static Map<Long, List<Long>> byWanted(List<JsonObject> rows) {
    Map<Long, List<Long>> familiar = new HashMap<>();
    rows.forEach(
        row ->
            familiar
                .computeIfAbsent(row.getLong("id"), id -> new java.util.ArrayList<>())
                .add(row.getLong("account")));
    return familiar;
  }

  private static Edge edge(Row row) {
    OffsetDateTime until = row.getOffsetDateTime("until");
    return new Edge(
        row.getLong("id"), row.getLong("account"), until == null ? null : until.toInstant());
  }
}
