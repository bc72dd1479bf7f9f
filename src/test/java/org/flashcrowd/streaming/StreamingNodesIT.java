package org.flashcrowd.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.flashcrowd.config.Secret;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Live events between nodes, over a wire to Redis that can be cut. */
class StreamingNodesIT {
  private final Vertx vertx = Vertx.vertx();
  private final Set<NetSocket> wires = new HashSet<>();
  private TestServer server;
  private TestServer other;
  private NetServer proxy;
  private int port;
  private String alice;
  private String bob;

  @BeforeEach
  void start() {
    server = TestServer.start();
    URI redis = URI.create(server.services().redis().value());
    listen(redis, 0);
    port = proxy.actualPort();
    other =
        server.secondNode(
            Map.of(),
            new ServiceUris(
                server.services().database(),
                new Secret(
                    "redis://%s@127.0.0.1:%d%s"
                        .formatted(redis.getUserInfo(), port, redis.getPath()))));
    alice = server.signUp("alice");
    bob = server.signUp("bob");
  }

  @AfterEach
  void stop() {
    other.close();
    server.close();
    await(vertx.close());
  }

  private String post(String text) {
    return server
        .client()
        .as(alice)
        .post("/api/v1/statuses", Map.of("status", text))
        .json()
        .path("id")
        .asText();
  }

  @Test
  void event_reachesListenersOfEveryNode() {
    try (LiveSocket here = LiveSocket.open(server, bob, "stream=public");
        LiveSocket there = LiveSocket.open(other, bob, "stream=public")) {
      here.settle();
      there.settle();

      String id = post("everywhere");

      assertThat(LiveSocket.id(here.next())).isEqualTo(id);
      assertThat(LiveSocket.id(there.next())).isEqualTo(id);
    }
  }

  @Test
  void channel_isSubscribedToForAsLongAsSomebodyListens() {
    Set<String> before = channels();

    try (LiveSocket there = LiveSocket.open(other, bob, "stream=user")) {
      there.settle();
      assertThat(channels()).containsAll(before).hasSizeGreaterThan(before.size());
    }

    Uploads.until(() -> channels().equals(before));
  }

  /** Those that any node of the site is subscribed to. */
  private Set<String> channels() {
    URI redis = URI.create(server.services().redis().value());
    Redis client = Redis.createClient(vertx, redis.toString());
    String pattern = "flashcrowd:live:" + redis.getPath().substring(1) + ":*";
    Set<String> names =
        await(
            client
                .send(Request.cmd(Command.PUBSUB).arg("CHANNELS").arg(pattern))
                .map(StreamingNodesIT::texts));
    client.close();
    return names;
  }

  private static Set<String> texts(@Nullable Response list) {
    Set<String> texts = new HashSet<>();
    if (list != null) {
      list.forEach(one -> texts.add(one.toString()));
    }
    return texts;
  }

  @Test
  void redis_away_endsNothingAndComesBackByItself() {
    try (LiveSocket there = LiveSocket.open(other, bob, "stream=public")) {
      there.settle();
      cut();

      // REST does not notice, nor does a socket that is opened meanwhile.
      assertThat(other.client().as(bob).get("/api/v1/timelines/public").status()).isEqualTo(200);
      try (LiveSocket late = LiveSocket.open(other, bob, "stream=hashtag&tag=back")) {
        late.settle();
        post("not told of");
        Queue.settle(server);
        listen(URI.create(server.services().redis().value()), port);
        String told = postUntilHeard(there);

        assertThat(LiveSocket.id(late.next())).isNotEmpty();
        assertThat(told).isNotEmpty();
        assertThat(there.isOpen()).isTrue();
      }
    }
  }

  /** How long it takes to be back is random, so that nodes do not come back all at once. */
  private String postUntilHeard(LiveSocket socket) {
    for (int attempt = 0; attempt < 100; attempt++) {
      String id = post("#back " + attempt);
      Queue.settle(server);
      if (socket.settledWith(id)) {
        return id;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(200_000_000L);
    }
    throw new AssertionError("not back");
  }

  /** Within a second, wherever the socket is; a password change ends every token (SessionIT). */
  @ParameterizedTest
  @ValueSource(strings = {"revoked", "suspended", "deleted"})
  @Proves(Promise.SCOPES)
  void token_noGoodAnyMore_endsItsSocketsOnEveryNode(String how, Figures figures)
      throws SQLException {
    String token = TestTokens.issue(server, "bob", Set.of("read"));
    try (LiveSocket here = LiveSocket.open(server, token, "stream=user");
        LiveSocket there = LiveSocket.open(other, token, "stream=user");
        EventStream events = EventStream.open(other, token, "user");
        LiveSocket spared = LiveSocket.open(other, alice, "stream=user")) {
      here.settle();
      there.settle();
      spared.settle();
      events.next(":)");
      long since = System.nanoTime();
      switch (how) {
        case "revoked" ->
            sql(
                """
                UPDATE access_token SET revoked_at = now()
                 WHERE account_id = (SELECT id FROM account WHERE username = 'bob')
                """);
        case "suspended" -> sql("UPDATE account SET suspended_at = now() WHERE username = 'bob'");
        default -> sql("DELETE FROM account WHERE username = 'bob'");
      }

      assertThat(there.closeCode()).isEqualTo(1008);
      assertThat(here.closeCode()).isEqualTo(1008);
      events.end();
      Duration took = Duration.ofNanos(System.nanoTime() - since);
      figures.add(how + " until closed", took);
      assertThat(took).isLessThan(Duration.ofSeconds(1));
      spared.settle();
    }
  }

  /** What was revoked while PostgreSQL's notifications were cut off is found out after. */
  @Test
  void token_revokedInAGap_endsItsSockets() throws SQLException {
    String token = TestTokens.issue(server, "bob", Set.of("read"));
    try (LiveSocket socket = LiveSocket.open(other, token, "stream=user")) {
      socket.settle();

      sql(
          """
          ALTER TABLE access_token DISABLE TRIGGER ALL;
          UPDATE access_token SET revoked_at = now()
           WHERE account_id = (SELECT id FROM account WHERE username = 'bob');
          ALTER TABLE access_token ENABLE TRIGGER ALL;
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE query ILIKE 'LISTEN%' AND datname = current_database()
          """);

      assertThat(socket.closeCode()).isEqualTo(1008);
    }
  }

  private void sql(String statement) throws SQLException {
    URI uri = URI.create(server.services().database().value());
    String[] user = uri.getUserInfo().split(":", 2);
    try (Connection connection =
        DriverManager.getConnection(
            "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath()),
            user[0],
            user[1])) {
      connection.createStatement().execute(statement);
    }
  }

  private void listen(URI redis, int at) {
    proxy = vertx.createNetServer().connectHandler(wire -> join(wire, redis));
    await(proxy.listen(at, "127.0.0.1"));
  }

  private void cut() {
    await(proxy.close());
    synchronized (wires) {
      wires.forEach(NetSocket::close);
      wires.clear();
    }
  }

  private void join(NetSocket wire, URI to) {
    wire.pause();
    synchronized (wires) {
      wires.add(wire);
    }
    vertx
        .createNetClient()
        .connect(to.getPort(), to.getHost())
        .onSuccess(
            redis -> {
              wire.closeHandler(closed -> redis.close());
              redis.closeHandler(closed -> wire.close());
              wire.handler(redis::write);
              redis.handler(wire::write);
              wire.resume();
            })
        .onFailure(broken -> wire.close());
  }
}
