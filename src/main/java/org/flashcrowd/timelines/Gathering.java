package org.flashcrowd.timelines;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.flashcrowd.db.Page;

/**
 * Fills a page in rounds: each looks at a bounded number of candidates, of which any number may not
 * be for the reader. The rounds are bounded too; the page then says how far it got.
 */
final class Gathering {
  // Of what people post, at most three quarters is not for a given reader; usually.
  private static final int CANDIDATES = 4;
  private static final int ROUNDS = 5;

  private Gathering() {}

  /** How many candidates are looked at for {@code entries}. */
  static int candidates(int entries) {
    return entries * CANDIDATES;
  }

  /** What the rows of one round say. */
  static Gathered read(List<Row> rows) {
    List<FeedEntry> entries = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Long status = row.getLong("status_id");
      if (status != null) {
        entries.add(new FeedEntry(status, row.getLong("reblog_of_id")));
      }
    }
    return new Gathered(entries, rows.getFirst().getLong("reached"));
  }

  /** The page that {@code round} fills. */
  static Future<Gathered> fill(Page page, Function<Page, Future<Gathered>> round) {
    return fill(page, round, Gathered.of(List.of()), 1);
  }

  private static Future<Gathered> fill(
      Page page, Function<Page, Future<Gathered>> round, Gathered before, int rounds) {
    return round
        .apply(page)
        .map(found -> together(page, before, found))
        .compose(
            so -> {
              int missing = page.limit() - (so.entries().size() - before.entries().size());
              Long reached = so.reached();
              return missing == 0 || reached == null || rounds == ROUNDS
                  ? Future.succeededFuture(missing == 0 ? Gathered.of(so.entries()) : so)
                  : fill(rest(page, reached, missing), round, so, rounds + 1);
            });
  }

  private static Gathered together(Page page, Gathered before, Gathered found) {
    List<FeedEntry> entries = new ArrayList<>();
    entries.addAll(page.upwards() ? found.entries() : before.entries());
    entries.addAll(page.upwards() ? before.entries() : found.entries());
    return new Gathered(entries, found.reached());
  }

  private static Page rest(Page page, long reached, int limit) {
    return page.upwards()
        ? new Page(page.before(), reached, true, limit)
        : new Page(reached, page.after(), false, limit);
  }
}
