package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network between a node and what it needs swallows everything for a while, then heals. */
class PartitionIT {
  private static final Map<String, String> SHORT_LEASE =
      Map.of("FLASHCROWD_JOBS_LEASE", "2s", "FLASHCROWD_JOBS_HEARTBEAT", "500ms");

  @Test
  @Tag("faults")
  @Proves(Promise.PARTITION)
  void postgres_twentySeconds_losesNothing(Figures figures) {
    Outage outage =
        Outage.of(
            Duration.ofSeconds(20),
            Map.of(),
            site -> site.toPostgres.blackhole(),
            site -> site.toPostgres.heal());

    outage.tell(figures);
    outage.expectHonestAnswers();
    figures.within(Duration.ofSeconds(5), "writes again after", outage.recovered());
  }

  @Test
  @Tag("faults")
  @Proves(Promise.PARTITION)
  void redis_tenSeconds_losesNothing(Figures figures) {
    Outage outage =
        Outage.of(
            Duration.ofSeconds(10),
            Map.of(),
            site -> site.toRedis.blackhole(),
            site -> site.toRedis.heal());

    outage.tell(figures);
    outage.expectHonestAnswers();
  }

  /**
   * A node is cut off from PostgreSQL in the middle of its jobs for longer than its lease; another
   * does them. Healed, the first one's late transactions must come to nothing.
   */
  @Test
  @Tag("faults")
  @Proves(Promise.PARTITION)
  void leaseHolder_cutOffForLongerThanItsLease_writesNothingAfter(Figures figures)
      throws SQLException {
    Journal journal = new Journal();
    try (Site site = Site.open(Map.of(), SHORT_LEASE);
        Connection connection = Jdbc.connect(site.database);
        Statement statement = connection.createStatement()) {
      ServerProcess cutOff = site.node(Map.of());
      ServerProcess other = site.nodePastTheWires(Map.of("FLASHCROWD_ROLES", "http"));
      ServerProcess rescuer;
      String taken;
      try (Traffic traffic = Traffic.at(site, other, journal)) {
        traffic.untilAcknowledged(20);
        site.toPostgres.blackhole();
        traffic.untilAcknowledged(20);
        taken = text(statement, "SELECT array_agg(id) FROM job WHERE state = 'running'");
        rescuer = site.nodePastTheWires(Map.of());
        Uploads.until(() -> count(statement, taken) == 0);
        site.toPostgres.heal();
        traffic.untilAcknowledged(20);
      }
      MediaFolder.settle(statement);
      // Whatever was on its way when the network healed has arrived once the node works again.
      Uploads.until(
          () ->
              cutOff.client().as(site.tokens.getFirst()).get("/api/v1/timelines/home").status()
                  == 200);

      JobEffects effects = JobEffects.of(statement);
      Journal.Verdict verdict = journal.verify(site.database);
      figures
          .add("jobs taken over", taken.split(",").length)
          .add("acknowledged", verdict.acknowledged())
          .add("lost", verdict.lost().size())
          .add("effects made twice", effects.twice())
          .add("effects missing", effects.missing());
      assertThat(rescuer.isAlive()).isTrue();
      assertThat(verdict.clean()).as(verdict.toString()).isTrue();
      assertThat(effects.twice() + effects.missing()).isZero();
    }
  }

  /** Of these jobs those that are not done; those that come meanwhile are others. */
  private static int count(Statement statement, String jobs) {
    try {
      return Integer.parseInt(
          text(statement, "SELECT count(*) FROM job WHERE id = ANY ('" + jobs + "')"));
    } catch (SQLException refused) {
      throw new AssertionError(refused);
    }
  }

  private static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return Objects.requireNonNull(rows.getString(1), "there is one");
    }
  }
}
