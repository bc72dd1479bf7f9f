package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.flashcrowd.faults.Traffic.Habits;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A node is killed again and again while people use it. What it acknowledged is there. */
class NodeKilledIT {
  private static final Duration READY = Duration.ofSeconds(5);
  // A dead node's jobs need not wait for the usual twenty seconds here: that is tested elsewhere.
  private static final Map<String, String> QUICK_RESCUE =
      Map.of("FLASHCROWD_JOBS_LEASE", "3s", "FLASHCROWD_JOBS_HEARTBEAT", "500ms");

  @Test
  @Tag("faults")
  @Proves(Promise.NODE_KILLED)
  void kill_fewRandomMomentsUnderLoad_losesNothing(Figures figures) {
    kill(3, figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.NODE_KILLED)
  void kill_hundredRandomMomentsUnderLoad_losesNothing(Figures figures) {
    kill(100, figures);
  }

  private static void kill(int kills, Figures figures) {
    Random random = new Random(kills);
    Journal journal = new Journal();
    Duration slowest = Duration.ZERO;
    try (Site site = Site.open(Map.of(), QUICK_RESCUE)) {
      Map<String, String> port = Map.of("FLASHCROWD_HTTP_PORT", Integer.toString(Site.freePort()));
      ServerProcess node = site.node(port);
      try (Traffic traffic = Traffic.at(site, node, journal)) {
        for (int i = 0; i < kills; i++) {
          traffic.untilAcknowledged(1 + random.nextInt(40));
          node.kill();
          long killed = System.nanoTime();
          node = site.node(port);
          Duration ready = Duration.ofNanos(System.nanoTime() - killed);
          slowest = ready.compareTo(slowest) > 0 ? ready : slowest;
        }
        traffic.untilAcknowledged(1);
      }
      node.kill();
      MediaFolder.age(site);
      site.node(port);
      MediaFolder media = MediaFolder.swept(site);
      Journal.Verdict verdict = journal.verify(site.database);

      figures
          .add("kills", kills)
          .add("acknowledged", verdict.acknowledged())
          .add("unknown", verdict.unknown())
          .add("lost", verdict.lost().size())
          .add("twice", verdict.twice().size())
          .add("corrupt", verdict.corrupt().size() + media.corrupt().size())
          .add("files", media.files())
          .add("files without a row", media.withoutRow().size())
          .add("rows without a file", media.missing().size());
      assertThat(verdict.clean()).as(verdict.toString()).isTrue();
      assertThat(media.clean()).as(media.toString()).isTrue();
      figures.within(READY, "slowest start after a kill", slowest);
    }
  }

  @Test
  @Proves(Promise.NODE_KILLED)
  void answers_lostOnTheWay_postsAreThereOnce(Figures figures) {
    Journal.Verdict verdict = loseAnswers(Habits.USUAL);

    figures.add("posts twice after lost answers", verdict.twice().size());
    assertThat(verdict.clean()).as(verdict.toString()).isTrue();
  }

  /** The control: without keys the same retries post twice, and the journal finds them. */
  @Test
  @Tag("faults")
  @Proves(Promise.NODE_KILLED)
  void control_noIdempotencyKeys_postsAreThereTwice(Figures figures) {
    Journal.Verdict verdict = loseAnswers(Habits.USUAL.withoutKeys());

    figures.add("control, without keys: posts twice", verdict.twice().size());
    assertThat(verdict.twice()).isNotEmpty();
  }

  private static Journal.Verdict loseAnswers(Habits habits) {
    Journal journal = new Journal();
    try (Site site = Site.open()) {
      ServerProcess node = site.node(Map.of());
      try (TcpProxy proxy = TcpProxy.to("127.0.0.1", node.uri().getPort())) {
        URI by = URI.create("http://127.0.0.1:" + proxy.port());
        try (Traffic traffic = Traffic.at(site, node, by, journal, habits)) {
          traffic.untilAcknowledged(20);
          proxy.cutAnswers(0);
          proxy.reset();
          int before = traffic.samples().count();
          Uploads.until(() -> traffic.samples().count() > before + 50);
          proxy.uncut();
          traffic.untilAcknowledged(20);
        }
      }
      return journal.verify(site.database);
    }
  }
}
