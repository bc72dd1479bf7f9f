package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int QUEUE = 4;
  private static final int LEAST = 4;
  private static final Admission.Bounds BOUNDS =
      new Admission.Bounds(25 * MILLI, QUEUE, LEAST, 200, 100 * MILLI, 20);

  private final List<String> told = new ArrayList<>();
  private long now;
  private Admission admission = new Admission(BOUNDS);

  private Admission.Waiter waiter(String name) {
    return new Admission.Waiter() {
      @Override
      public void admitted() {
        told.add(name + " in");
      }

      @Override
      public void refused() {
        told.add(name + " out");
      }
    };
  }

  private boolean await(Priority priority, String name) {
    return admission.await(priority, waiter(name), now);
  }

  private int fill(Priority priority) {
    int in = 0;
    while (admission.enter(priority)) {
      in++;
    }
    return in;
  }

  /** No room for anybody any more. */
  private void fill() {
    fill(Priority.OWN);
    fill(Priority.WRITE);
  }

  private void tick() {
    now += Admission.PACE_MILLIS * MILLI;
    admission.tick(now);
  }

  private void tickLate(long millis) {
    now += Admission.PACE_MILLIS * MILLI;
    admission.tick(now + millis * MILLI);
  }

  private int limit() {
    for (int i = 0; i < 10; i++) {
      tick();
    }
    return admission.load().limit();
  }

  /** A turn of the loop that began so late, and somebody for whom it has no room. */
  private void lateTurn(long millis) {
    now += (Admission.PACE_MILLIS + millis) * MILLI;
    admission.enter(Priority.ANONYMOUS);
    admission.tick(now);
  }

  @Test
  void crowd_thatMadeTheLoopLateTwice_isRefusedUntilItIsInTime() {
    tick();
    fill();
    lateTurn(30);
    // Ticks that were missed are made up for in one go.
    for (int i = 0; i < 3; i++) {
      admission.tick(now);
    }
    assertThat(admission.refusing()).isFalse();

    now += 40 * MILLI;
    admission.look(now);
    assertThat(admission.refusing()).isTrue();
    assertThat(admission.hopeless(Priority.OWN)).isTrue();
    assertThat(await(Priority.OWN, "own")).isFalse();

    for (int i = 0; i < 4; i++) {
      admission.tick(now);
    }
    tick();
    now += 40 * MILLI;
    admission.look(now);
    assertThat(admission.refusing()).isFalse();
    assertThat(await(Priority.OWN, "own")).isTrue();
  }

  @Test
  void crowd_behindABacklog_hasRoomForTheLeast() {
    tick();
    fill();
    lateTurn(60);
    int inside = 0;
    while (!admission.room(Priority.WRITE) && !admission.room(Priority.OWN)) {
      admission.leave(Priority.OWN, MILLI, now);
      inside++;
    }
    assertThat(64 - inside).isLessThan(LEAST);
  }

  @Test
  void pause_withRoomForAll_refusesNobody() {
    tick();
    assertThat(admission.enter(Priority.OWN)).isTrue();
    now += 200 * MILLI;
    admission.look(now);
    assertThat(admission.refusing()).isFalse();
    admission.tick(now);
    now += 200 * MILLI;
    admission.look(now);
    assertThat(admission.refusing()).isFalse();
    assertThat(admission.enter(Priority.OWN)).isTrue();
  }

  @Test
  void pause_thatIsTheFirst_letsACrowdWait() {
    tick();
    fill();
    now += 200 * MILLI;
    admission.look(now);
    assertThat(admission.refusing()).isFalse();
    assertThat(await(Priority.OWN, "own")).isTrue();
  }

  @Test
  void enter_everyPriority_leavesRoomForThoseAbove() {
    int anonymous = fill(Priority.ANONYMOUS);
    int discovery = fill(Priority.DISCOVERY);
    int entry = fill(Priority.ENTRY);
    int own = fill(Priority.OWN);
    int write = fill(Priority.WRITE);

    assertThat(anonymous).isEqualTo(38);
    assertThat(List.of(discovery, entry, own, write)).allMatch(more -> more > 0);
    assertThat(anonymous + discovery + entry + own + write).isEqualTo(64);
  }

  @Test
  void leave_severalWait_letsTheHighestInFirst() {
    fill();
    await(Priority.ANONYMOUS, "anonymous");
    await(Priority.DISCOVERY, "discovery");
    await(Priority.WRITE, "write");
    await(Priority.OWN, "own");

    admission.leave(Priority.OWN, MILLI, now);
    assertThat(told).containsExactly("write in");
    for (int i = 0; i < 56; i++) {
      admission.leave(Priority.OWN, MILLI, now);
    }
    assertThat(told).containsExactly("write in", "own in", "discovery in", "anonymous in");
  }

  @Test
  void await_queueFull_refusesAnEqualAndDisplacesALower() {
    fill();
    for (int i = 0; i < QUEUE; i++) {
      assertThat(await(Priority.ANONYMOUS, "a" + i)).isTrue();
    }

    assertThat(await(Priority.ANONYMOUS, "late")).isFalse();
    assertThat(told).isEmpty();
    assertThat(await(Priority.OWN, "own")).isTrue();
    assertThat(told).containsExactly("a0 out");
  }

  @Test
  void tick_waitedTooLong_isRefused() {
    fill();
    await(Priority.WRITE, "write");
    tick();
    tick();
    assertThat(told).isEmpty();
    tick();
    assertThat(told).containsExactly("write out");
  }

  @Test
  void await_withoutRoomForAWhile_isRefusedWithoutAWait() {
    fill();
    for (int i = 0; i < 10; i++) {
      assertThat(admission.hopeless(Priority.OWN)).isFalse();
      assertThat(admission.enter(Priority.OWN)).isFalse();
      tick();
    }
    assertThat(admission.refusing()).isTrue();
    assertThat(admission.hopeless(Priority.OWN)).isTrue();
    assertThat(await(Priority.OWN, "own")).isFalse();
    // The others have not been without room.
    assertThat(admission.hopeless(Priority.DISCOVERY)).isFalse();
    assertThat(await(Priority.DISCOVERY, "discovery")).isTrue();

    for (int i = 0; i < 8; i++) {
      admission.leave(Priority.OWN, MILLI, now);
    }
    assertThat(admission.hopeless(Priority.OWN)).isFalse();
    assertThat(admission.enter(Priority.OWN)).isTrue();
    tick();
    tick();
    assertThat(admission.refusing()).isFalse();
  }

  @Test
  void tick_afterALateLoop_countsOnceForAllThatWereMissed() {
    fill();
    for (int i = 0; i < 10; i++) {
      fill();
      tick();
      admission.tick(now);
      admission.tick(now);
    }
    assertThat(admission.refusing()).isTrue();
  }

  @Test
  void enter_onlyWrites_leaveHalfOfTheRoomToOthers() {
    for (int i = 0; i < 20; i++) {
      int in = fill(Priority.WRITE);
      for (int j = 0; j < in; j++) {
        admission.leave(Priority.WRITE, MILLI, now);
      }
      limit();
    }
    assertThat(fill(Priority.WRITE)).isEqualTo((limit() + 1) / 2);
  }

  @Test
  void leave_ofAWriteWhileReadersAreTurnedAway_keepsItsPlaceFromWritesAsLongAgain() {
    int writes = fill(Priority.WRITE);
    for (int i = 0; i < 10; i++) {
      fill(Priority.OWN);
      tick();
    }
    fill(Priority.OWN);
    assertThat(admission.hopeless(Priority.OWN)).isTrue();

    for (int i = 0; i < writes; i++) {
      admission.leave(Priority.WRITE, 45 * MILLI, now);
    }
    assertThat(admission.room(Priority.WRITE)).isFalse();
    // It is no room that readers go without.
    assertThat(admission.enter(Priority.OWN)).isTrue();

    for (int i = 0; i < 5; i++) {
      tick();
    }
    assertThat(admission.room(Priority.WRITE)).isTrue();
  }

  @Test
  void leave_ofAWriteWhileReadersHaveRoom_givesItsPlaceUp() {
    int writes = fill(Priority.WRITE);
    for (int i = 0; i < writes; i++) {
      admission.leave(Priority.WRITE, 45 * MILLI, now);
    }

    assertThat(fill(Priority.WRITE)).isEqualTo(writes);
  }

  @Test
  void limit_lateWrites_lowersTheirOwnAlone() {
    for (int i = 0; i < 60; i++) {
      fill(Priority.OWN);
      int in = fill(Priority.WRITE);
      for (int j = 0; j < in; j++) {
        admission.leave(Priority.WRITE, 500 * MILLI, now);
      }
      limit();
    }
    assertThat(fill(Priority.WRITE)).isEqualTo(2);
  }

  @Test
  void limit_answersInTimeAndOthersWait_rises() {
    for (int i = 0; i < 20; i++) {
      fill();
      for (int j = 0; j < 8; j++) {
        tick();
        admission.leave(Priority.OWN, MILLI, now);
      }
      limit();
    }
    assertThat(limit()).isEqualTo(200);
  }

  @Test
  void limit_answersInTimeAndNobodyWaits_stays() {
    admission.enter(Priority.OWN);
    admission.leave(Priority.OWN, MILLI, now);
    assertThat(limit()).isEqualTo(64);
  }

  @Test
  void limit_lateAnswers_fallsToTheLeastAndNoFurther() {
    for (int i = 0; i < 60; i++) {
      int in = fill(Priority.OWN);
      for (int j = 0; j < in; j++) {
        admission.leave(Priority.OWN, 150 * MILLI, now);
      }
      limit();
    }
    assertThat(limit()).isEqualTo(LEAST);
  }

  @Test
  void limit_afterACrowd_returnsToWhatItBeganWith() {
    limit_lateAnswers_fallsToTheLeastAndNoFurther();
    for (int i = 0; i < 40; i++) {
      limit();
    }
    assertThat(limit()).isEqualTo(64);
  }

  @Test
  void limit_fewLateAnswersAmongMany_isNotOverload() {
    for (int i = 0; i < 20; i++) {
      int in = fill(Priority.OWN);
      for (int j = 0; j < in; j++) {
        admission.leave(Priority.OWN, j % 20 == 0 ? 500 * MILLI : MILLI, now);
      }
      limit();
    }
    assertThat(limit()).isGreaterThan(64);
  }

  @Test
  void limit_lateLoop_falls() {
    int before = limit();
    fill();
    for (int i = 0; i < 30; i++) {
      admission.leave(Priority.OWN, MILLI, now);
      fill();
      tickLate(60);
    }
    assertThat(limit()).isLessThan(before);
    assertThat(admission.load().lagMillis()).isGreaterThan(20);
  }

  @Test
  void load_refusals_areCounted() {
    fill();
    for (int i = 0; i <= QUEUE; i++) {
      await(Priority.OWN, "own" + i);
    }
    for (int i = 0; i < 10; i++) {
      tick();
    }
    assertThat(admission.load().refused()).isEqualTo(QUEUE + 1);
    assertThat(admission.load().admitted()).isEqualTo(64);
  }
}
