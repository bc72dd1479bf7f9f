package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A node is killed while it works on jobs; another one does them, once. (That an unfenced effect
 * would be made twice is the control in {@code jobs.JobLeaseIT}.)
 */
class JobKilledIT {
  private static final Duration RESCUED = Duration.ofSeconds(30);
  private static final Map<String, String> SHORT_LEASE =
      Map.of("FLASHCROWD_JOBS_LEASE", "2s", "FLASHCROWD_JOBS_HEARTBEAT", "500ms");

  @Test
  @Tag("faults")
  @Proves(Promise.JOB_KILLED)
  void kill_twiceInTheMiddleOfJobs_eachIsDoneOnce(Figures figures) throws SQLException {
    kill(2, SHORT_LEASE, figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.JOB_KILLED)
  void kill_hundredTimesInTheMiddleOfJobs_eachIsDoneOnce(Figures figures) throws SQLException {
    kill(100, SHORT_LEASE, figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.JOB_KILLED)
  void kill_withTheDefaultLease_isNoticedInTime(Figures figures) throws SQLException {
    kill(1, Map.of(), figures);
  }

  private static void kill(int kills, Map<String, String> lease, Figures figures)
      throws SQLException {
    Journal journal = new Journal();
    long interrupted = 0;
    Duration slowest = Duration.ZERO;
    try (Site site = Site.open(Map.of(), lease);
        Connection connection = Jdbc.connect(site.database);
        Statement statement = connection.createStatement()) {
      ServerProcess edge = site.node(Map.of("FLASHCROWD_ROLES", "http"));
      ServerProcess[] workers = {site.node(Map.of()), site.node(Map.of())};
      try (Traffic traffic = Traffic.at(site, edge, journal)) {
        for (int done = 0, i = 0; done < kills; i++) {
          ServerProcess victim = workers[i % 2];
          traffic.untilAcknowledged(5);
          while (held(statement, victim.pid()).isEmpty()) {
            Thread.onSpinWait();
          }
          victim.kill();
          long killed = System.nanoTime();
          List<Long> jobs = held(statement, victim.pid());
          Uploads.until(() -> held(statement, victim.pid()).isEmpty());
          if (!jobs.isEmpty()) {
            Duration rescued = Duration.ofNanos(System.nanoTime() - killed);
            slowest = rescued.compareTo(slowest) > 0 ? rescued : slowest;
            interrupted += jobs.size();
            done++;
          }
          workers[i % 2] = site.node(Map.of());
        }
      }
      MediaFolder.settle(statement);
      JobEffects effects = JobEffects.of(statement);

      figures
          .add("kills", kills)
          .add("jobs interrupted", interrupted)
          .add("effects looked at", effects.expected())
          .add("missing", effects.missing())
          .add("twice", effects.twice());
      assertThat(effects.missing()).isZero();
      assertThat(effects.twice()).isZero();
      figures.within(RESCUED, "slowest rescue", slowest);
    }
  }

  /** Jobs that a process holds, whether it still lives or not. */
  private static List<Long> held(Statement statement, long pid) {
    List<Long> jobs = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            SELECT j.id FROM job j JOIN job_runner r ON r.id = j.runner
             WHERE j.state = 'running' AND split_part(r.name, ':', 2)::bigint = %d
            """
                .formatted(pid))) {
      while (rows.next()) {
        jobs.add(rows.getLong(1));
      }
      return jobs;
    } catch (SQLException refused) {
      throw new AssertionError(refused);
    }
  }

  /** One that fails at each attempt is parked with its reason; mended, it is run by command. */
  @Test
  @Proves(Promise.JOB_KILLED)
  void poisonJob_afterItsLastAttempt_isParkedAndRunsByCommand(Figures figures) throws SQLException {
    try (Site site = Site.open();
        Connection connection = Jdbc.connect(site.database);
        Statement statement = connection.createStatement()) {
      site.node(Map.of());
      statement.execute(
          """
          INSERT INTO job (kind, state, priority, max_attempts, turn, run_at, args)
          VALUES ('media.process', 'available', 0, 2, now(), now(), '{"media": "no number"}')
          """);
      Uploads.until(() -> !parked(statement).isEmpty());
      long id = parked(statement).getFirst();

      assertThat(site.command("jobs", "list"))
          .contains(id + " ", "attempt 2 of 2", "String cannot be cast");
      statement.execute("UPDATE job SET args = '{\"media\": 1}' WHERE id = " + id);
      assertThat(site.command("jobs", "retry", Long.toString(id)))
          .contains("Job " + id + " runs again.");
      MediaFolder.settle(statement);
      figures.add("attempts of a poison job before it is parked", 2);
    }
  }

  private static List<Long> parked(Statement statement) {
    List<Long> jobs = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery("SELECT id FROM job WHERE state = 'parked'")) {
      while (rows.next()) {
        jobs.add(rows.getLong(1));
      }
      return jobs;
    } catch (SQLException refused) {
      throw new AssertionError(refused);
    }
  }
}
