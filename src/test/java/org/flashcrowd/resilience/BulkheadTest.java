package org.flashcrowd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  @Test
  void run_waitsForAnotherContextsTask_runsAndAnswersOnItsOwn() throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    try {
      Context first = vertx.getOrCreateContext();
      Context second = vertx.getOrCreateContext();
      CompletableFuture<Promise<String>> running = new CompletableFuture<>();
      CompletableFuture<Context> ranOn = new CompletableFuture<>();
      CompletableFuture<Context> answeredOn = new CompletableFuture<>();
      first.runOnContext(here -> bulkhead.run(() -> running(Promise.promise(), running)));
      Promise<String> held = running.get(10, TimeUnit.SECONDS);
      CompletableFuture<Void> waits = new CompletableFuture<>();
      second.runOnContext(
          here -> {
            bulkhead
                .run(
                    () -> {
                      ranOn.complete(Vertx.currentContext());
                      return Future.succeededFuture("done");
                    })
                .onComplete(done -> answeredOn.complete(Vertx.currentContext()));
            waits.complete(null);
          });
      waits.get(10, TimeUnit.SECONDS);

      first.runOnContext(here -> held.complete("one"));

      assertThat(ranOn.get(10, TimeUnit.SECONDS)).isSameAs(second);
      assertThat(answeredOn.get(10, TimeUnit.SECONDS)).isSameAs(second);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private static Future<String> running(
      Promise<String> promise, CompletableFuture<Promise<String>> started) {
    started.complete(promise);
    return promise.future();
  }

  private Future<String> task() {
    Promise<String> promise = Promise.promise();
    started.add(promise);
    return promise.future();
  }
}
