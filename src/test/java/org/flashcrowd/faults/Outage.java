package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.flashcrowd.promises.Figures;

/**
 * Something that a node needs goes away under load and comes back.
 *
 * @param before how calls were answered while all was well
 * @param during how those were that were made meanwhile
 * @param recovered how long after its end writes worked again
 * @param verdict of the journal at the end
 */
record Outage(Samples before, Samples during, Duration recovered, Journal.Verdict verdict) {
  private static final Duration WELL = Duration.ofSeconds(3);
  private static final Set<Integer> HONEST = Set.of(200, 202, 503);

  /**
   * Runs one.
   *
   * @param settings of the node
   */
  static Outage of(
      Duration length,
      Map<String, String> settings,
      Consumer<Site> breaking,
      Consumer<Site> mending) {
    Journal journal = new Journal();
    try (Site site = Site.open()) {
      ServerProcess node = site.node(settings);
      Traffic.Window well;
      Traffic.Window broken;
      Duration recovered;
      Samples samples;
      try (Traffic traffic = Traffic.at(site, node, journal)) {
        traffic.untilAcknowledged(40);
        well = Traffic.during(WELL, () -> {}, () -> {});
        broken = Traffic.during(length, () -> breaking.accept(site), () -> mending.accept(site));
        recovered = traffic.untilAcknowledged(1);
        traffic.untilAcknowledged(20);
        samples = traffic.samples();
      }
      return new Outage(
          samples.within(well), samples.in(broken), recovered, journal.verify(site.database));
    }
  }

  void tell(Figures figures) {
    figures
        .add("answers meanwhile", during.answers())
        .add("acknowledged", verdict.acknowledged())
        .add("lost", verdict.lost().size())
        .add("twice", verdict.twice().size())
        .add("p99 before", before.p99())
        .add("p99 meanwhile", during.p99());
  }

  /** That every call was answered, with what was asked for or with when to ask again. */
  void expectHonestAnswers() {
    assertThat(verdict.clean()).as(verdict.toString()).isTrue();
    assertThat(HONEST).containsAll(during.statuses().keySet());
    assertThat(during.where(s -> s.status() == 503 && !s.retryAfter()).list()).isEmpty();
  }
}
