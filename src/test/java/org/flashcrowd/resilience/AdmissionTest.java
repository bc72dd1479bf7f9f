package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest extends AdmissionFixture {
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
