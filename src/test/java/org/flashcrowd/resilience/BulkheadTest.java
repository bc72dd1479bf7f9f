package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BulkheadTest {
  private final Bulkhead bulkhead = new Bulkhead("test", 1, 2);
  private final List<Promise<String>> started = new ArrayList<>();

  @Test
  void run_moreThanRunOrWait_failsAtOnce() {
    Future<String> runs = bulkhead.run(this::task);
    Future<String> waits = bulkhead.run(this::task);
    bulkhead.run(this::task);

    Future<String> refused = bulkhead.run(this::task);

    assertThat(started).hasSize(1);
    assertThat(bulkhead.waiting()).isEqualTo(2);
    assertThat(refused.cause()).isInstanceOf(Overloaded.class);
    assertThat(runs.isComplete()).isFalse();
    assertThat(waits.isComplete()).isFalse();
  }

  @Test
  void run_oneEnds_startsTheNextInOrder() {
    Future<String> first = bulkhead.run(this::task);
    Future<String> second = bulkhead.run(this::task);

    started.getFirst().complete("one");

    assertThat(first.result()).isEqualTo("one");
    assertThat(started).hasSize(2);
    started.getLast().fail("broken");
    assertThat(second.failed()).isTrue();
    assertThat(bulkhead.run(this::task).isComplete()).isFalse();
    assertThat(started).hasSize(3);
  }

  @Test
  void run_taskThrows_freesItsPlace() {
    Future<String> thrown =
        bulkhead.run(
            () -> {
              throw new IllegalStateException("x");
            });

    assertThat(thrown.cause()).isInstanceOf(IllegalStateException.class);
    bulkhead.run(this::task);
    assertThat(started).hasSize(1);
  }

  private Future<String> task() {
    Promise<String> promise = Promise.promise();
    started.add(promise);
    return promise.future();
  }
}
