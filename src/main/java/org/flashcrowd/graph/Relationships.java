package org.flashcrowd.graph;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.http.Failure;

/** Reads how one account stands to many others, in one query. */
public final class Relationships {
  private static final Query OF =
      Query.named(
          "graph.relationships",
          """
          SELECT a.id,
                 f.id IS NOT NULL AS following,
                 coalesce(f.show_reblogs, r.show_reblogs, false) AS showing_reblogs,
                 coalesce(f.notify, r.notify, false) AS notifying,
                 coalesce(f.languages, r.languages) AS languages,
                 EXISTS (SELECT FROM follow
                          WHERE account_id = a.id AND target_id = $1) AS followed_by,
                 EXISTS (SELECT FROM block
                          WHERE account_id = $1 AND target_id = a.id) AS blocking,
                 EXISTS (SELECT FROM block
                          WHERE account_id = a.id AND target_id = $1) AS blocked_by,
                 m.id IS NOT NULL AS muting,
                 coalesce(m.notifications, false) AS muting_notifications,
                 m.expires_at AS muting_expires_at,
                 r.id IS NOT NULL AS requested,
                 EXISTS (SELECT FROM follow_request
                          WHERE account_id = a.id AND target_id = $1) AS requested_by,
                 EXISTS (SELECT FROM endorsement
                          WHERE account_id = $1 AND target_id = a.id) AS endorsed,
                 coalesce(n.comment, '') AS note
            FROM account a
            LEFT JOIN follow f ON f.account_id = $1 AND f.target_id = a.id
            LEFT JOIN follow_request r ON r.account_id = $1 AND r.target_id = a.id
            LEFT JOIN mute m ON m.account_id = $1 AND m.target_id = a.id
                            AND (m.expires_at IS NULL OR m.expires_at > now())
            LEFT JOIN account_note n ON n.account_id = $1 AND n.target_id = a.id
           WHERE a.id = ANY ($2) AND ($3 OR a.suspended_at IS NULL)
          """);

  private final Database database;

  public Relationships(Database database) {
    this.database = database;
  }

  /** In the order of {@code ids}; accounts that are not there are left out. */
  public Future<List<RelationshipView>> of(long viewer, Collection<Long> ids) {
    return of(viewer, ids, true);
  }

  /** As {@link #of(long, Collection)}, with or without suspended accounts. */
  public Future<List<RelationshipView>> of(
      long viewer, Collection<Long> ids, boolean withSuspended) {
    if (ids.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    return database
        .primary()
        .list(OF, Relationships::view, viewer, ids.toArray(Long[]::new), withSuspended)
        .map(found -> inOrder(ids, found));
  }

  /** How {@code viewer} stands to one account; 404 when it is not there. */
  public Future<RelationshipView> to(long viewer, long target) {
    return of(viewer, List.of(target))
        .map(found -> found.stream().findFirst().orElseThrow(Failure::notFound));
  }

  private static List<RelationshipView> inOrder(
      Collection<Long> ids, List<RelationshipView> found) {
    Map<Long, RelationshipView> byId = HashMap.newHashMap(found.size());
    found.forEach(view -> byId.put(Long.valueOf(view.id()), view));
    return ids.stream().map(byId::get).filter(Objects::nonNull).toList();
  }

  private static RelationshipView view(Row row) {
    String[] languages = row.getArrayOfStrings("languages");
    OffsetDateTime expires = row.getOffsetDateTime("muting_expires_at");
    return new RelationshipView(
        Long.toString(row.getLong("id")),
        row.getBoolean("following"),
        row.getBoolean("showing_reblogs"),
        row.getBoolean("notifying"),
        languages == null ? null : List.of(languages),
        row.getBoolean("followed_by"),
        row.getBoolean("blocking"),
        row.getBoolean("blocked_by"),
        row.getBoolean("muting"),
        row.getBoolean("muting_notifications"),
        expires == null ? null : expires.toInstant(),
        row.getBoolean("requested"),
        row.getBoolean("requested_by"),
        /* domainBlocking= */ false,
        row.getBoolean("endorsed"),
        row.getString("note"));
  }
}
