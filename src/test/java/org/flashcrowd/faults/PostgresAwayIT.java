package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** PostgreSQL is stopped, frozen or slow while people use the site. */
class PostgresAwayIT {
  private static final Duration BRIEF = Duration.ofSeconds(4);

  @Test
  @Tag("faults")
  @Proves(Promise.POSTGRES_STOPPED)
  void stop_briefly_everyAnswerIsQuick(Figures figures) {
    stop(BRIEF, figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.POSTGRES_STOPPED)
  void stop_thirtySeconds_everyAnswerIsQuick(Figures figures) {
    stop(Duration.ofSeconds(30), figures);
  }

  private static void stop(Duration length, Figures figures) {
    Outage outage =
        Outage.of(length, Map.of(), site -> site.postgres.stop(), site -> site.postgres.restart());

    outage.tell(figures);
    long reads = outage.during().where(s -> s.status() == 200 && s.what().equals("public")).count();
    figures
        .add("public timelines served meanwhile", reads)
        .add("of them marked stale", outage.during().where(s -> s.ok() && s.stale()).count());
    outage.expectHonestAnswers();
    figures
        .require(reads > 0, "no cached read is served while PostgreSQL is stopped")
        .within(Duration.ofSeconds(1), "slowest answer", outage.during().longest())
        .within(Duration.ofSeconds(5), "writes again after", outage.recovered());
  }

  @Test
  @Proves(Promise.POSTGRES_FROZEN)
  void freeze_briefly_everyAnswerIsQuickAndNothingIsWrittenTwice(Figures figures) {
    freeze(BRIEF, figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.POSTGRES_FROZEN)
  void freeze_twentySeconds_everyAnswerIsQuickAndNothingIsWrittenTwice(Figures figures) {
    freeze(Duration.ofSeconds(20), figures);
  }

  private static void freeze(Duration length, Figures figures) {
    Outage outage =
        Outage.of(length, Map.of(), site -> site.postgres.freeze(), site -> site.postgres.thaw());

    outage.tell(figures);
    outage.expectHonestAnswers();
    figures
        .within(Duration.ofSeconds(2), "slowest answer", outage.during().longest())
        .within(Duration.ofSeconds(5), "writes again after", outage.recovered());
  }

  @Test
  @Tag("faults")
  @Proves(Promise.POSTGRES_SLOW)
  void slow_twentySeconds_acceptedOnesAreQuickEnough(Figures figures) {
    slow(Duration.ofSeconds(20), figures);
  }

  private static void slow(Duration length, Figures figures) {
    Outage outage =
        Outage.of(
            length,
            Map.of(),
            site -> site.toPostgres.latency(Duration.ofMillis(100)),
            site -> site.toPostgres.latency(Duration.ZERO));

    outage.tell(figures);
    outage.expectHonestAnswers();
    Samples accepted = outage.during().where(Samples.Sample::ok);
    assertThat(accepted.count()).isPositive();
    accepted.list().stream()
        .map(Samples.Sample::what)
        .distinct()
        .sorted()
        .forEach(
            what -> {
              Samples some = accepted.where(sample -> sample.what().equals(what));
              figures.add(
                  "accepted, " + what,
                  some.count() + ", in " + some.longest().toMillis() + " ms at most");
            });
    figures.within(Duration.ofSeconds(1), "accepted p99", accepted.p99());
  }

  /** The control: what is frozen is noticed, and a client that waits forever would still wait. */
  @Test
  @Tag("faults")
  @Proves(Promise.POSTGRES_FROZEN)
  void control_deadlineOfAMinute_answersAreLate(Figures figures) {
    Map<String, String> patient =
        Map.of(
            "FLASHCROWD_DATABASE_STATEMENT_TIMEOUT",
            "60s",
            "FLASHCROWD_DATABASE_CONNECT_TIMEOUT",
            "60s",
            "FLASHCROWD_HTTP_READ_TIMEOUT",
            "60s",
            "FLASHCROWD_HTTP_WRITE_TIMEOUT",
            "60s");
    Outage outage =
        Outage.of(BRIEF, patient, site -> site.postgres.freeze(), site -> site.postgres.thaw());

    figures.add("control, deadlines of a minute: slowest", outage.during().longest());
    assertThat(outage.during().longest()).isGreaterThan(Duration.ofSeconds(2));
  }
}
