package org.flashcrowd;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Has what works behind give way to the threads that answer people while some of those are refused:
 * a loop that waits for its turn beside a dozen processes of PostgreSQL can refuse nobody in time.
 * Confined to one event loop.
 */
final class Precedence {
  /** How soon it follows, and how often it asks. */
  static final Duration PACE = Duration.ofMillis(100);

  /** How long after the last refusal all is as before. */
  static final Duration CALM = Duration.ofSeconds(2);

  /** How often it looks for processes that have come since. */
  static final Duration AGAIN = Duration.ofSeconds(1);

  private final LongSupplier refused;
  private final LongSupplier nanoTime;
  private long seen;
  private long refusedAt;
  private long appliedAt;
  private boolean behind;
  private boolean complete = true;
  // Somebody is putting it where it is to be.
  private boolean busy;

  /**
   * @param refused how many requests this node has refused
   * @param nanoTime as {@link System#nanoTime}
   */
  Precedence(LongSupplier refused, LongSupplier nanoTime) {
    this.refused = refused;
    this.nanoTime = nanoTime;
    this.seen = refused.getAsLong();
  }

  /**
   * Follows a node until its Vert.x is closed.
   *
   * @param giveWay puts what works behind, behind or back; blocking; says whether all of it is
   *     there now
   */
  static void follow(Vertx vertx, LongSupplier refused, Predicate<Boolean> giveWay) {
    Precedence precedence = new Precedence(refused, System::nanoTime);
    vertx.setPeriodic(
        PACE.toMillis(),
        tick -> {
          if (!precedence.busy && precedence.due()) {
            precedence.busy = true;
            boolean behind = precedence.behind();
            vertx
                .executeBlocking(() -> giveWay.test(behind), false)
                .onSuccess(precedence::applied)
                .onComplete(done -> precedence.busy = false);
          }
        });
  }

  /** Whether something is to be put where it is not, as far as is known. */
  boolean due() {
    long now = nanoTime.getAsLong();
    long count = refused.getAsLong();
    boolean before = behind;
    if (count != seen) {
      seen = count;
      refusedAt = now;
      behind = true;
    } else if (behind && now - refusedAt >= CALM.toNanos()) {
      behind = false;
    }
    complete &= before == behind;
    return !complete || (behind && now - appliedAt >= AGAIN.toNanos());
  }

  /** Where it is to be. */
  boolean behind() {
    return behind;
  }

  /** It was put there; all of it, or what could be. */
  void applied(boolean all) {
    appliedAt = nanoTime.getAsLong();
    complete = all;
  }
}
