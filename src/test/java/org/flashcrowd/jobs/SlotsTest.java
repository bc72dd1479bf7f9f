package org.flashcrowd.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flashcrowd.config.Config.Role;
import org.junit.jupiter.api.Test;

class SlotsTest {
  private static final JobKind URGENT = JobKind.named("t.urgent", Role.FEED).lane(Lane.INTERACTIVE);
  private static final JobKind WORK = JobKind.named("t.work", Role.FEED);
  private static final JobKind BULK = JobKind.named("t.bulk", Role.FEED).lane(Lane.BACKFILL);
  private static final JobKind BULK_TOO = JobKind.named("t.bulk2", Role.FEED).lane(Lane.BACKFILL);
  private static final List<JobKind> ALL = List.of(BULK, WORK, BULK_TOO, URGENT);

  private final Map<JobKind, Integer> capacity = new HashMap<>();
  private final Slots slots = new Slots(8, ALL, kind -> capacity.getOrDefault(kind, 100));

  @Test
  void wants_everyKindHungry_earlierLanesFirstAndNeverMoreThanFree() {
    capacity.put(URGENT, 3);

    assertThat(slots.wants(Set.copyOf(ALL)))
        .containsExactly(new Slots.Want(URGENT, 3), new Slots.Want(WORK, 5));
  }

  @Test
  void wants_twoKindsOfALane_shareItsBoundAndTakeTurns() {
    Set<JobKind> bulk = Set.of(BULK, BULK_TOO);

    List<Slots.Want> first = slots.wants(bulk);
    List<Slots.Want> second = slots.wants(bulk);

    assertThat(first).hasSize(1).first().extracting(Slots.Want::count).isEqualTo(2);
    assertThat(second).hasSize(1);
    assertThat(first.getFirst().kind()).isNotEqualTo(second.getFirst().kind());
  }

  @Test
  void wants_kindNobodyHereWorksOn_isLeft() {
    capacity.put(WORK, 0);

    assertThat(slots.wants(Set.of(WORK))).isEmpty();
  }

  @Test
  void wants_allTaken_isEmptyUntilOneIsFreed() {
    for (int i = 0; i < 8; i++) {
      slots.take(URGENT);
    }
    assertThat(slots.wants(Set.copyOf(ALL))).isEmpty();

    slots.free(URGENT);

    assertThat(slots.taken()).isEqualTo(7);
    assertThat(slots.wants(Set.of(URGENT))).containsExactly(new Slots.Want(URGENT, 1));
  }

  @Test
  void halfFree_ofTheKindsOwnBound() {
    capacity.put(WORK, 4);
    slots.take(WORK);
    slots.take(WORK);
    slots.take(WORK);
    assertThat(slots.halfFree(WORK)).isFalse();

    slots.free(WORK);

    assertThat(slots.halfFree(WORK)).isTrue();
  }

  @Test
  void bound_smallNode_everyLaneGetsOne() {
    assertThat(Lane.BACKFILL.bound(1)).isEqualTo(1);
    assertThat(Lane.BACKFILL.bound(64)).isEqualTo(16);
    assertThat(Lane.INTERACTIVE.bound(64)).isEqualTo(64);
  }
}
