package org.flashcrowd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final long NOW = Instant.parse("2026-11-23T18:00:00Z").toEpochMilli();

  private final AtomicLong clock = new AtomicLong(NOW);

  private Ids ids(int node) {
    Ids ids = new Ids(node, clock::get, NOW - 1);
    ids.reserve(NOW + 60_000);
    return ids;
  }

  @Test
  void next_withinOneMillisecond_growsAndStaysUnique() {
    Ids ids = ids(7);
    long before = 0;
    for (int i = 0; i < 10_000; i++) {
      long id = ids.next();
      assertThat(id).isGreaterThan(before);
      before = id;
    }
  }

  @Test
  void next_clockGoesBack_stillGrows() {
    Ids ids = ids(7);
    long before = ids.next();
    clock.addAndGet(-3_600_000);

    assertThat(ids.next()).isGreaterThan(before);
  }

  @Test
  void next_twoNodesAtOneMoment_neverMeet() {
    Set<Long> made = new HashSet<>();
    Ids one = ids(0);
    Ids other = ids(1023);
    for (int i = 0; i < 5_000; i++) {
      made.add(one.next());
      made.add(other.next());
    }

    assertThat(made).hasSize(10_000);
  }

  @Test
  void next_afterTheReservation_isRefused() {
    Ids ids = ids(7);
    clock.addAndGet(61_000);

    assertThatThrownBy(ids::next).isInstanceOf(DatabaseUnavailable.class);
  }

  @Test
  void next_heirOfANumber_startsAfterItsLastHolder() {
    Ids last = ids(7);
    clock.set(NOW + 60_000);
    long lastId = last.next();
    clock.set(NOW - 3_600_000);
    Ids heir = new Ids(7, clock::get, NOW + 60_001);
    heir.reserve(NOW + 120_000);

    assertThat(heir.next()).isGreaterThan(lastId);
  }

  @Test
  void timeOf_id_isWhenItWasMade() {
    long id = ids(7).next();

    assertThat(Ids.timeOf(id)).isEqualTo(Instant.ofEpochMilli(NOW));
    assertThat(Ids.firstOf(Instant.ofEpochMilli(NOW))).isLessThanOrEqualTo(id);
  }
}
