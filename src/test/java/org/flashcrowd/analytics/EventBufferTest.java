package org.flashcrowd.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.flashcrowd.resilience.Overloaded;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EventBufferTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Event VIEW = new Event(EventType.VIEW, 1L, null, null);

  private record Write(List<EventBatch> group, Promise<Void> end) {
    int events() {
      return group.stream().mapToInt(EventBatch::size).sum();
    }
  }

  private final BlockingQueue<Write> writes = new LinkedBlockingQueue<>();
  private final AtomicLong now = new AtomicLong();
  private final EventBuffer buffer =
      new EventBuffer(
          VERTX,
          group -> {
            Write write = new Write(group, Promise.promise());
            writes.add(write);
            return write.end().future();
          },
          now::get);

  @AfterAll
  static void close() {
    await(VERTX.close());
  }

  private static EventBatch batch(int size) {
    return new EventBatch(7, Instant.EPOCH, Collections.nCopies(size, VIEW));
  }

  private List<Future<Void>> add(int batches, int size) {
    List<Future<Void>> added = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      added.add(buffer.add(batch(size)));
    }
    return added;
  }

  private Write written() throws InterruptedException {
    Write write = writes.poll(10, TimeUnit.SECONDS);
    assertThat(write).isNotNull();
    return write;
  }

  @Test
  void add_fewEvents_areWrittenTogetherAfterAMoment() throws InterruptedException {
    CompletableFuture<List<Future<Void>>> added = new CompletableFuture<>();
    VERTX.runOnContext(turn -> added.complete(add(3, 2)));
    Write write = written();

    assertThat(write.events()).isEqualTo(6);
    List<Future<Void>> answers = added.join();
    assertThat(answers).noneMatch(Future::isComplete);
    write.end().complete();
    answers.forEach(answer -> await(answer));
    assertThat(buffer.waiting()).isZero();
  }

  @Test
  void add_manyEvents_areWrittenInGroupsTwoAtOnce() throws InterruptedException {
    List<Future<Void>> added = add(25, 100);
    Write first = written();
    Write second = written();
    assertThat(first.events()).isEqualTo(EventBuffer.GROUP);
    assertThat(second.events()).isLessThanOrEqualTo(EventBuffer.GROUP);
    assertThat(buffer.waiting()).isEqualTo(2_500);

    first.end().complete();
    Write third = written();
    second.end().complete();
    third.end().complete();
    for (Write more = writes.poll(); more != null; more = writes.poll()) {
      more.end().complete();
    }

    added.forEach(answer -> await(answer));
    assertThat(writes).isEmpty();
    assertThat(buffer.waiting()).isZero();
  }

  @Test
  void add_moreThanMayWait_isRefusedUntilThereIsRoom() throws InterruptedException {
    List<Future<Void>> waiting = add(EventBuffer.MOST / 100, 100);
    Write first = written();

    assertThat(buffer.add(batch(1)).cause()).isInstanceOf(Overloaded.class);

    first.end().complete();
    await(waiting.getFirst());
    assertThat(buffer.add(batch(100)).isComplete()).isFalse();
  }

  /** What is answered 503 for want of time is not written. */
  @Test
  void add_waitsTooLong_isRefusedAndNotWritten() throws InterruptedException {
    List<Future<Void>> written = add(20, 100);
    Write first = written();
    Write second = written();
    List<Future<Void>> late = add(20, 100);
    now.addAndGet(EventBuffer.PATIENCE.toNanos() + 1);
    Future<Void> fresh = buffer.add(batch(3));

    first.end().complete();
    second.end().complete();
    Write third = written();
    third.end().complete();

    written.forEach(answer -> await(answer));
    late.forEach(answer -> assertThat(failure(answer)).isInstanceOf(Overloaded.class));
    await(fresh);
    assertThat(third.events()).isEqualTo(3);
    assertThat(buffer.waiting()).isZero();
  }

  @Test
  void write_thatFails_failsItsOwnBatchesAlone() throws InterruptedException {
    List<Future<Void>> first = add(10, 100);
    Write fails = written();
    List<Future<Void>> second = add(10, 100);
    Write succeeds = written();

    fails.end().fail("disk full");
    succeeds.end().complete();

    first.forEach(answer -> assertThat(failure(answer)).hasMessage("disk full"));
    second.forEach(answer -> await(answer));
    assertThat(buffer.waiting()).isZero();
  }

  private static Throwable failure(Future<Void> answer) {
    return await(answer.transform(done -> Future.succeededFuture(done.cause())));
  }

  @Test
  void write_thatThrows_failsItsBatches() {
    EventBuffer broken =
        new EventBuffer(
            VERTX,
            group -> {
              throw new IllegalStateException("broken");
            },
            now::get);

    assertThat(failure(broken.add(batch(1)))).hasMessage("broken");
    assertThat(failure(broken.add(batch(1)))).hasMessage("broken");
  }

  @Test
  void answer_comesOnTheCallersContext() throws InterruptedException {
    Context caller = VERTX.getOrCreateContext();
    CompletableFuture<Boolean> there = new CompletableFuture<>();
    caller.runOnContext(
        turn ->
            buffer
                .add(batch(1))
                .onComplete(done -> there.complete(Vertx.currentContext() == caller)));
    written().end().complete();

    assertThat(there.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
  }
}
