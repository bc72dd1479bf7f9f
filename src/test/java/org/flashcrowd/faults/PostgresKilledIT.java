package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every process of PostgreSQL is killed while people write. */
class PostgresKilledIT {
  private static final Duration WRITES_AGAIN = Duration.ofSeconds(5);

  /** Commits are told before they are on the disk, and written there by a sleepy process. */
  private static final Map<String, String> BROKEN =
      Map.of(
          "synchronous_commit", "off", "wal_writer_delay", "10s", "wal_writer_flush_after", "2GB");

  @Test
  @Proves(Promise.POSTGRES_KILLED)
  void kill_onceUnderLoad_losesNothing(Figures figures) {
    kill(1, figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.POSTGRES_KILLED)
  void kill_tenTimesUnderLoad_losesNothing(Figures figures) {
    kill(10, figures);
  }

  private static void kill(int kills, Figures figures) {
    Random random = new Random(kills);
    Journal journal = new Journal();
    Duration slowest = Duration.ZERO;
    try (Site site = Site.open()) {
      ServerProcess node = site.node(Map.of());
      try (Traffic traffic = Traffic.at(site, node, journal)) {
        for (int i = 0; i < kills; i++) {
          traffic.untilAcknowledged(20 + random.nextInt(40));
          site.postgres.kill();
          site.postgres.restart();
          Duration writes = traffic.untilAcknowledged(1);
          slowest = writes.compareTo(slowest) > 0 ? writes : slowest;
        }
      }
      MediaFolder media = MediaFolder.swept(site);
      Journal.Verdict verdict = journal.verify(site.database);

      figures
          .add("kills", kills)
          .add("acknowledged", verdict.acknowledged())
          .add("unknown", verdict.unknown())
          .add("lost", verdict.lost().size())
          .add("twice", verdict.twice().size())
          .add("rows without a file", media.missing().size());
      assertThat(verdict.clean()).as(verdict.toString()).isTrue();
      assertThat(media.missing()).isEmpty();
      assertThat(node.isAlive()).isTrue();
      figures.within(WRITES_AGAIN, "slowest write after it accepts again", slowest);
    }
  }

  @Test
  @Tag("faults")
  @Proves(Promise.POSTGRES_KILLED)
  void control_synchronousCommitOff_losesWhatWasAcknowledged(Figures figures) {
    Journal journal = new Journal();
    try (Site site = Site.open(BROKEN, Map.of())) {
      ServerProcess node = site.node(Map.of());
      try (Traffic traffic = Traffic.at(site, node, journal)) {
        traffic.untilAcknowledged(60);
        site.postgres.kill();
      }
      site.postgres.restart();
      Journal.Verdict verdict = journal.verify(site.database);

      figures.add("control, synchronous_commit=off: lost", verdict.lost().size());
      assertThat(verdict.lost()).isNotEmpty();
    }
  }
}
