package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A crowd that comes at once. */
class AdmissionBacklogTest extends AdmissionFixture {
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
  void crowdOfStrangers_behindABacklog_leavesRoomForMembers() {
    tick();
    fill(Priority.ANONYMOUS);
    lateTurn(60);
    assertThat(admission.refusing()).isTrue();
    assertThat(admission.enter(Priority.ANONYMOUS)).isFalse();
    assertThat(fill(Priority.OWN)).isBetween(1, LEAST);
    assertThat(fill(Priority.WRITE)).isBetween(1, LEAST / 2);
  }

  @Test
  void writes_overTheirOwnBoundAlone_areNoBacklog() {
    tick();
    fill(Priority.WRITE);
    now += 70 * MILLI;
    admission.tick(now);
    assertThat(admission.refusing()).isFalse();
    assertThat(admission.enter(Priority.OWN)).isTrue();
  }

  private boolean refusesAfterAPause() {
    now += 200 * MILLI;
    admission.look(now);
    return admission.refusing();
  }

  @Test
  void pause_withRoomForAll_refusesNobody() {
    tick();
    assertThat(admission.enter(Priority.OWN)).isTrue();
    assertThat(refusesAfterAPause()).isFalse();
    admission.tick(now);
    assertThat(refusesAfterAPause()).isFalse();
    assertThat(admission.enter(Priority.OWN)).isTrue();
  }

  @Test
  void pause_thatIsTheFirst_letsACrowdWait() {
    tick();
    fill();
    assertThat(refusesAfterAPause()).isFalse();
    assertThat(await(Priority.OWN, "own")).isTrue();
  }
}
