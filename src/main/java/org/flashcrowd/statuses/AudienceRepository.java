package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.statuses.StatusAudience.Place;
import org.flashcrowd.statuses.StatusAudience.Viewer;

/** Which of many viewers one post is shown to, and what is each one's own about it. */
final class AudienceRepository {
  // One post and many viewers; $2 and $3 are pairs.
  private static final String SEEN =
      """
      SELECT v.account, v.list, :stamps, :own
        FROM unnest($2::bigint[], $3::bigint[]) AS v (account, list)
       CROSS JOIN LATERAL :rule s :joins
       WHERE s.id = $1
      """;
  private static final String NOT_HIDDEN =
      " AND s.account_id NOT IN (SELECT h.account_id FROM hidden_accounts(v.account) h)";

  static final Map<Place, Query> QUERIES =
      new EnumMap<>(
          Map.of(
              Place.PUBLIC, query(Place.PUBLIC, "visible_statuses(v.account)", NOT_HIDDEN),
              Place.HOME, query(Place.HOME, "home_statuses(v.account)", ""),
              Place.LIST, query(Place.LIST, "list_statuses(v.account, v.list)", "")));

  private static Query query(Place place, String rule, String more) {
    return Query.named(
        "statuses.audience-" + place.name().toLowerCase(Locale.ROOT),
        SEEN.replace(":stamps", StatusStamp.BOTH)
                .replace(":own", OwnColumns.of("v.account"))
                .replace(":rule", rule)
                .replace(":joins", StatusRepository.JOINS)
            + more);
  }

  /** What one viewer sees. */
  record SeenBy(Viewer viewer, StatusRepository.Seen seen) {}

  Future<List<SeenBy>> seen(Sql sql, Place place, long status, List<Viewer> viewers) {
    return sql.list(
            Objects.requireNonNull(QUERIES.get(place)),
            AudienceRepository::seenBy,
            status,
            viewers.stream().map(Viewer::account).toArray(Long[]::new),
            viewers.stream().map(Viewer::list).toArray(Long[]::new))
        .map(seen -> seen.stream().flatMap(Optional::stream).toList());
  }

  private static Optional<SeenBy> seenBy(Row row) {
    Viewer viewer = new Viewer(row.getLong(0), row.getLong(1));
    return StatusRepository.seen(row, 2, /* signedIn= */ true)
        .map(seen -> new SeenBy(viewer, seen));
  }
}
