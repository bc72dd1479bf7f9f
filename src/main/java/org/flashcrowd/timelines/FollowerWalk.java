package org.flashcrowd.timelines;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** Cuts an author's followers into runs of {@code feeds.chunk}, each the work of one job. */
final class FollowerWalk {
  // Index-only on follow_fan_out: 15 ms for 100,000 followers.
  private static final Query BOUNDS =
      Query.named(
          "timelines.follower-bounds",
          """
          SELECT account_id
            FROM (SELECT account_id, row_number() OVER (ORDER BY account_id) AS place
                    FROM follow WHERE target_id = $1) f
           WHERE place % $2 = 0
           ORDER BY account_id
          """);

  private final int chunk;

  FollowerWalk(int chunk) {
    this.chunk = chunk;
  }

  /**
   * Runs that cover every account id there is, so that who follows meanwhile is in one of them; at
   * least one.
   */
  Future<List<Followers>> runs(Sql sql, long author) {
    return sql.list(BOUNDS, row -> row.getLong("account_id"), author, chunk)
        .map(bounds -> runs(author, bounds));
  }

  /**
   * The same without looking where one run is enough.
   *
   * @param followers how many there are, as counted; one more or less makes a run no worse
   */
  Future<List<Followers>> runs(Sql sql, long author, int followers) {
    return followers < chunk ? Future.succeededFuture(runs(author, List.of())) : runs(sql, author);
  }

  /** The runs that end at these account ids, and the last one. */
  static List<Followers> runs(long author, List<Long> bounds) {
    List<Followers> runs = new ArrayList<>(bounds.size() + 1);
    long after = 0;
    for (long until : bounds) {
      runs.add(new Followers(author, after, until));
      after = until;
    }
    runs.add(new Followers(author, after, Long.MAX_VALUE));
    return runs;
  }
}
