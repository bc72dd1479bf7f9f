package org.flashcrowd.jobs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many jobs of each kind are in each state, and how long the oldest has been due.
 *
 * <p>Sampled by one statement that reads at most 10,000 rows of a kind, so that it costs the same
 * when the queue is in trouble: a depth of 10,000 means at least that. The age is that of the
 * oldest among the first to be claimed.
 */
final class QueueGauges {
  static final Query SAMPLE =
      Query.named(
          "jobs.sample",
          """
          SELECT asked.kind, 'available' AS state, waiting.depth, waiting.since
            FROM unnest($1::text[]) AS asked (kind)
           CROSS JOIN LATERAL (
                 SELECT count(*) AS depth,
                        (extract(epoch FROM clock_timestamp() - min(run_at)) * 1000)::bigint AS since
                   FROM (SELECT run_at FROM job
                          WHERE state = 'available' AND kind = asked.kind
                          ORDER BY priority, turn LIMIT 10000) first) waiting
           UNION ALL
          SELECT kind, 'running', count(*),
                 (extract(epoch FROM clock_timestamp() - min(run_at)) * 1000)::bigint
            FROM job WHERE state = 'running' GROUP BY kind
           UNION ALL
          SELECT kind, 'scheduled', count(*), NULL
            FROM (SELECT kind FROM job WHERE state = 'scheduled' ORDER BY run_at LIMIT 10000) first
           GROUP BY kind
           UNION ALL
          SELECT kind, 'parked', count(*),
                 (extract(epoch FROM clock_timestamp() - min(failed_at)) * 1000)::bigint
            FROM (SELECT kind, failed_at FROM job WHERE state = 'parked' ORDER BY id LIMIT 10000) first
           GROUP BY kind
          """);

  private static final Logger LOG = LoggerFactory.getLogger(QueueGauges.class);

  private record Series(String kind, String state) {}

  private final Sql sql;
  private final String[] kinds;
  private final Map<Series, AtomicLong> depths = new HashMap<>();
  private final Map<Series, AtomicLong> ages = new HashMap<>();
  private final List<AtomicLong> awaited = new ArrayList<>();

  QueueGauges(Sql sql, MeterRegistry registry, Map<String, JobKind> kinds) {
    this.sql = sql;
    this.kinds = kinds.keySet().toArray(String[]::new);
    for (JobKind kind : kinds.values()) {
      for (JobAdmin.State state : JobAdmin.State.values()) {
        register(registry, kind, state);
      }
    }
  }

  private void register(MeterRegistry registry, JobKind kind, JobAdmin.State state) {
    Series series = new Series(kind.name(), state.name().toLowerCase(Locale.ROOT));
    AtomicLong depth = new AtomicLong();
    AtomicLong age = new AtomicLong();
    depths.put(series, depth);
    ages.put(series, age);
    if (state == JobAdmin.State.AVAILABLE
        && kind.lane() == Lane.INTERACTIVE
        && kind.role() != Config.Role.MEDIA) {
      awaited.add(age);
    }
    Gauge.builder("flashcrowd.jobs.depth", depth, AtomicLong::get)
        .description("Jobs in this state, counted up to 10,000")
        .tags("kind", series.kind(), "lane", lane(kind), "state", series.state())
        .register(registry);
    Gauge.builder("flashcrowd.jobs.oldest.age", age, millis -> millis.get() / 1000.0)
        .description("How long the oldest job has been due, or parked")
        .baseUnit("seconds")
        .tags("kind", series.kind(), "lane", lane(kind), "state", series.state())
        .register(registry);
  }

  /** Of the kinds that somebody waits for. A backlog of photos is no trouble to readers. */
  double oldestAwaitedSeconds() {
    return awaited.stream().mapToLong(AtomicLong::get).max().orElse(0) / 1000.0;
  }

  private static String lane(JobKind kind) {
    return kind.lane().name().toLowerCase(Locale.ROOT);
  }

  /** Reads the queue once. */
  Future<Void> sample() {
    return sql.list(SAMPLE, row -> row, (Object) kinds)
        .onSuccess(this::show)
        .onFailure(failure -> LOG.debug("queue not sampled: {}", failure.getMessage()))
        .mapEmpty();
  }

  private void show(List<Row> rows) {
    Map<Series, Row> now = new HashMap<>();
    rows.forEach(row -> now.put(new Series(row.getString("kind"), row.getString("state")), row));
    depths.forEach((series, depth) -> depth.set(value(now.get(series), "depth")));
    ages.forEach((series, age) -> age.set(value(now.get(series), "since")));
  }

  private static long value(@Nullable Row row, String column) {
    Long value = row == null ? null : row.getLong(column);
    return value == null ? 0 : value;
  }
}
