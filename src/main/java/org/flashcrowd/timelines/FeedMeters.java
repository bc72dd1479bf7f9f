package org.flashcrowd.timelines;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import org.flashcrowd.db.Ids;

/** What is measured of feeds. */
final class FeedMeters {
  private final DistributionSummary feeds;
  private final Timer delay;
  private final DistributionSummary pulled;

  FeedMeters(MeterRegistry meters) {
    this.feeds =
        DistributionSummary.builder("flashcrowd.feeds.fan.out")
            .description("Feeds that one chunk of a fan-out wrote a post to")
            .register(meters);
    this.delay =
        Timer.builder("flashcrowd.feeds.delay")
            .description("From a post's publication until a chunk of feeds has it; max is the last")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofMinutes(5))
            .register(meters);
    this.pulled =
        DistributionSummary.builder("flashcrowd.feeds.pulled.authors")
            .description("Authors whose posts were pulled for one read of a home timeline")
            .register(meters);
  }

  /** A chunk of feeds has the post since {@code now}. */
  void written(long status, int count, Instant now) {
    feeds.record(count);
    // A held post is published after its id was made; the wait for its photos counts, for it is
    // what its followers wait for.
    Duration since = Duration.between(Ids.timeOf(status), now);
    delay.record(since.isNegative() ? Duration.ZERO : since);
  }

  void pulled(int authors) {
    pulled.record(authors);
  }
}
