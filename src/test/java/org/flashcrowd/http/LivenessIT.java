package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.flashcrowd.config.Config;
import org.flashcrowd.observability.Health;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose loop is held up says so, though the loop of the operator's port turns. */
class LivenessIT {
  @TempDir Path incoming;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong nanos = new AtomicLong();
  private final Health health = new Health(nanos::get);
  private final Semaphore turns = new Semaphore(0);
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void stop() {
    released.countDown();
    await(vertx.close());
  }

  @Test
  @Proves(Promise.OPERATIONS)
  void live_callThatHoldsItsLoop_failsUntilItIsThrough() throws InterruptedException {
    Config config =
        Config.load(null, Map.of("FLASHCROWD_HTTP_PORT", "0", "FLASHCROWD_HTTP_HOST", "127.0.0.1"));
    Routes routes = new Routes().get("/api/hold", Access.open(), request -> hold());
    HttpVerticle verticle = new HttpVerticle(PlainEdge.of(config, routes, incoming));
    await(vertx.deployVerticle(verticle));
    verticle.pulse(this::turned);
    assertTurns();
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertTurns();
    assertThat(health.live().ok()).isTrue();

    Thread caller =
        Thread.ofVirtual()
            .start(
                () ->
                    new ApiClient(URI.create("http://127.0.0.1:" + verticle.port()))
                        .get("/api/hold"));
    assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();
    nanos.addAndGet(Duration.ofSeconds(11).toNanos());
    assertThat(health.live().ok()).isFalse();
    assertThat(health.live().parts()).hasSize(1).containsValue("held up for 11 s");

    released.countDown();
    assertTurns();
    assertThat(health.live().ok()).isTrue();
    caller.join(Duration.ofSeconds(10));
  }

  private void turned(String loop) {
    health.turns(loop);
    turns.release();
  }

  private void assertTurns() throws InterruptedException {
    turns.drainPermits();
    assertThat(turns.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
  }

  /** What no endpoint may do. */
  private Future<Reply> hold() {
    reached.countDown();
    try {
      assertThat(released.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return Future.succeededFuture(Reply.json(Map.of("done", true)));
  }
}
