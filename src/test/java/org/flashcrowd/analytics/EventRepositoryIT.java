package org.flashcrowd.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestStore.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.LongStream;
import org.flashcrowd.db.Query;
import org.flashcrowd.testing.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is stored of whom, and what it adds up to. */
class EventRepositoryIT {
  private static final Query VISITORS =
      Query.named("test.visitors", "SELECT DISTINCT visitor FROM events WHERE type = $1");
  private static final Instant LATE = Instant.parse("2031-05-05T23:59:59Z");
  private static final Instant NEXT_DAY = LATE.plusSeconds(2);

  private final TestStore store = new TestStore();
  private final EventRepository repository = new EventRepository(store.database().primary());

  @AfterEach
  void close() {
    store.close();
  }

  private static EventBatch batch(long account, Instant received, EventType type, long... posts) {
    return new EventBatch(
        account,
        received,
        LongStream.of(posts).mapToObj(post -> new Event(type, post, null, null)).toList());
  }

  private List<Long> visitors(EventType type) {
    return await(
        store.database().primary().list(VISITORS, row -> row.getLong("visitor"), type.wire()));
  }

  private EventReport report(Instant now, int days) {
    return await(EventReport.of(store.database(), Clock.fixed(now, ZoneOffset.UTC), days));
  }

  @Test
  void visitor_onTwoDays_isTwo() {
    await(
        repository.write(
            List.of(
                batch(17, LATE, EventType.VIEW, 1, 2),
                batch(17, NEXT_DAY, EventType.VIEW, 1),
                batch(17, NEXT_DAY, EventType.OPEN, 1))));

    assertThat(visitors(EventType.VIEW)).hasSize(2);
    assertThat(visitors(EventType.VIEW)).containsAll(visitors(EventType.OPEN));
  }

  @Test
  void visitor_ofTwoNodesOnOneDay_isOne() {
    EventRepository other = new EventRepository(store.database().primary());
    await(repository.write(List.of(batch(17, LATE, EventType.VIEW, 1))));
    await(other.write(List.of(batch(17, LATE, EventType.VIEW, 1))));
    await(other.write(List.of(batch(18, LATE, EventType.SHARE, 1))));

    assertThat(visitors(EventType.VIEW)).hasSize(1).doesNotContain(17L);
    assertThat(visitors(EventType.SHARE)).doesNotContainAnyElementsOf(visitors(EventType.VIEW));
  }

  @Test
  void report_ofTheLastDays_countsEventsVisitorsAndPosts() {
    await(
        repository.write(
            List.of(
                batch(17, LATE, EventType.VIEW, 1, 2, 2),
                batch(18, LATE, EventType.VIEW, 2),
                batch(18, LATE, EventType.OPEN, 2),
                batch(17, LATE.minus(Duration.ofDays(1)), EventType.VIEW, 3))));

    EventReport day = report(LATE, 1);
    assertThat(day.types())
        .containsExactly(
            new EventReport.OfType("view", 4, 2), new EventReport.OfType("open", 1, 1));
    assertThat(day.posts())
        .containsExactly(new EventReport.OfPost(2, 3, 2), new EventReport.OfPost(1, 1, 1));
    assertThat(report(LATE, 2).types()).contains(new EventReport.OfType("view", 5, 3));
    assertThat(report(NEXT_DAY, 1).types()).isEmpty();
  }
}
