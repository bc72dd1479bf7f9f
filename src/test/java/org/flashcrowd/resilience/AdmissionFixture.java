package org.flashcrowd.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An admission and its clock. */
abstract class AdmissionFixture {
  static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  static final int QUEUE = 4;
  static final int LEAST = 4;
  static final AdmissionBounds BOUNDS =
      new AdmissionBounds(25 * MILLI, QUEUE, LEAST, 200, 100 * MILLI, 20);

  final List<String> told = new ArrayList<>();
  long now;
  Admission admission = new Admission(BOUNDS);

  Admission.Waiter waiter(String name) {
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

  boolean await(Priority priority, String name) {
    return admission.await(priority, waiter(name), now);
  }

  int fill(Priority priority) {
    int in = 0;
    while (admission.enter(priority)) {
      in++;
    }
    return in;
  }

  /** No room for anybody any more. */
  void fill() {
    fill(Priority.OWN);
    fill(Priority.WRITE);
  }

  void tick() {
    now += Admission.PACE_MILLIS * MILLI;
    admission.tick(now);
  }

  void tickLate(long millis) {
    now += Admission.PACE_MILLIS * MILLI;
    admission.tick(now + millis * MILLI);
  }

  int limit() {
    for (int i = 0; i < 10; i++) {
      tick();
    }
    return admission.load().limit();
  }

  /** A turn of the loop that began so late, and somebody for whom it has no room. */
  void lateTurn(long millis) {
    now += (Admission.PACE_MILLIS + millis) * MILLI;
    admission.enter(Priority.ANONYMOUS);
    admission.tick(now);
  }
}
