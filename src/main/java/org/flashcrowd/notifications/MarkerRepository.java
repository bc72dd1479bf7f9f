package org.flashcrowd.notifications;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The statements of markers. */
final class MarkerRepository {
  private static final Query OF =
      Query.named(
          "markers.of",
          """
          SELECT timeline, last_read_id, version, updated_at
            FROM marker WHERE account_id = $1 AND timeline = ANY ($2)
          """);

  // One statement sets and counts, so two devices at once cannot make the same version.
  private static final Query SET =
      Query.named(
          "markers.set",
          """
          INSERT INTO marker (account_id, timeline, last_read_id)
          SELECT $1, m.timeline, m.last_read_id
            FROM unnest($2::text[], $3::bigint[]) AS m (timeline, last_read_id)
           ORDER BY m.timeline
          ON CONFLICT (account_id, timeline) DO UPDATE
            SET last_read_id = excluded.last_read_id, version = marker.version + 1,
                updated_at = now()
          RETURNING timeline, last_read_id, version, updated_at
          """);

  Future<Map<String, MarkerView>> of(Sql sql, long account, Collection<String> timelines) {
    return sql.run(OF, account, timelines.toArray(String[]::new)).map(MarkerRepository::views);
  }

  Future<Map<String, MarkerView>> set(Sql sql, long account, Map<String, Long> lastRead) {
    return sql.run(
            SET,
            account,
            lastRead.keySet().toArray(String[]::new),
            lastRead.values().toArray(Long[]::new))
        .map(MarkerRepository::views);
  }

  private static Map<String, MarkerView> views(RowSet<Row> rows) {
    Map<String, MarkerView> views = new TreeMap<>();
    for (Row row : rows) {
      views.put(
          row.getString("timeline"),
          new MarkerView(
              Long.toString(row.getLong("last_read_id")),
              row.getInteger("version"),
              row.getOffsetDateTime("updated_at").toInstant()));
    }
    return views;
  }
}
