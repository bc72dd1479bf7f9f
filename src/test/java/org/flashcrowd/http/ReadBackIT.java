package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.flashcrowd.config.Config;
import org.flashcrowd.resilience.Surge;
import org.flashcrowd.testing.ApiClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has written is remembered, where there is something to be shown of it. */
class ReadBackIT {
  @TempDir private static Path incoming;

  private final List<Long> wrote = new CopyOnWriteArrayList<>();

  private static Future<Reply> done() {
    return Future.succeededFuture(Reply.json(Map.of()));
  }

  @Test
  void write_thatNobodyIsShown_isNotRemembered() {
    Routes routes =
        new Routes()
            .post("/api/shown", Access.account("write"), request -> done())
            .post("/api/unseen", Access.account("write").notReadBack(), request -> done());
    Config config =
        Config.load(null, Map.of("FLASHCROWD_HTTP_PORT", "0", "FLASHCROWD_HTTP_HOST", "127.0.0.1"));
    Caller caller = new Caller(1, 2, 17L, Set.of("write"), "user", null);
    HttpVerticle verticle =
        new HttpVerticle(
            new HttpEdge(
                config,
                routes,
                token -> Future.succeededFuture(Optional.of(caller)),
                RequestLimits.OFF,
                account -> {
                  wrote.add(account);
                  return Future.succeededFuture();
                },
                Surge.CALM,
                new SimpleMeterRegistry(),
                incoming));
    Vertx vertx = Vertx.vertx();
    try {
      await(vertx.deployVerticle(verticle));
      ApiClient client =
          new ApiClient(URI.create("http://127.0.0.1:" + verticle.port())).as("token");

      assertThat(client.post("/api/unseen").status()).isEqualTo(200);
      assertThat(wrote).isEmpty();
      assertThat(client.post("/api/shown").status()).isEqualTo(200);
      assertThat(wrote).containsExactly(17L);
    } finally {
      await(vertx.close());
    }
  }
}
