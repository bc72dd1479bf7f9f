package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.DatabaseUnavailable;
import org.flashcrowd.http.Caller;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cache of tokens, with a wire to PostgreSQL that can be cut. */
class TokenAuthenticatorIT {
  private final Vertx vertx = Vertx.vertx();
  private final Set<NetSocket> wires = new HashSet<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TestServer server;
  private NetServer proxy;
  private Database database;
  private String token;

  @BeforeEach
  void start() {
    server = TestServer.start();
    token = server.signUp("alice");
    URI uri = URI.create(server.services().database().value());
    proxy = vertx.createNetServer().connectHandler(wire -> join(wire, uri));
    await(proxy.listen(0, "127.0.0.1"));
    String proxied =
        "postgresql://%s@127.0.0.1:%d%s"
            .formatted(uri.getUserInfo(), proxy.actualPort(), uri.getPath());
    database = Database.open(vertx, proxied, Config.defaults().database(), meters);
  }

  @AfterEach
  void stop() {
    await(database.close());
    await(vertx.close());
    server.close();
  }

  @Test
  void authenticate_postgresAway_trustsWhatItKnewAndNothingElse() {
    TokenAuthenticator authenticator = authenticator(Duration.ZERO, Duration.ofMinutes(15));
    assertThat(await(authenticator.authenticate(token))).isPresent();

    cut();

    assertThat(await(authenticator.authenticate(token))).isPresent();
    assertThat(await(failureOf(authenticator.authenticate("another"))))
        .isInstanceOf(DatabaseUnavailable.class);
  }

  @Test
  void authenticate_postgresAwayAndNothingKnown_fails() {
    TokenAuthenticator authenticator = authenticator(Duration.ZERO, Duration.ofMinutes(15));

    cut();

    assertThat(await(failureOf(authenticator.authenticate(token))))
        .isInstanceOf(DatabaseUnavailable.class);
  }

  @Test
  void authenticate_manyAtOnce_asksOnce() {
    TokenAuthenticator authenticator = authenticator(Duration.ofMinutes(1), Duration.ofMinutes(15));

    List<Future<Optional<Caller>>> answers =
        IntStream.range(0, 50).mapToObj(i -> authenticator.authenticate(token)).toList();

    assertThat(answers).allSatisfy(answer -> assertThat(await(answer)).isPresent());
    assertThat(lookups()).isEqualTo(1);
  }

  @Test
  void authenticate_unknownToken_isAskedForEachTime() {
    TokenAuthenticator authenticator = authenticator(Duration.ofMinutes(1), Duration.ofMinutes(15));

    assertThat(await(authenticator.authenticate("unknown"))).isEmpty();
    assertThat(await(authenticator.authenticate("unknown"))).isEmpty();

    assertThat(lookups()).isEqualTo(2);
  }

  private TokenAuthenticator authenticator(Duration ttl, Duration maxStale) {
    Config.Auth defaults = Config.defaults().auth();
    return new TokenAuthenticator(
        vertx,
        database,
        new Config.Auth(
            defaults.argon2(), defaults.codeTtl(), defaults.sessionTtl(), ttl, maxStale, 100),
        account -> {});
  }

  private long lookups() {
    return meters.get("flashcrowd.db.query").tag("query", "auth.token-caller").timer().count();
  }

  private static Future<Throwable> failureOf(Future<?> future) {
    return future.transform(result -> Future.succeededFuture(result.cause()));
  }

  private void cut() {
    await(proxy.close());
    synchronized (wires) {
      wires.forEach(NetSocket::close);
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
            postgres -> {
              wire.closeHandler(closed -> postgres.close());
              postgres.closeHandler(closed -> wire.close());
              wire.handler(postgres::write);
              postgres.handler(wire::write);
              wire.resume();
            })
        .onFailure(broken -> wire.close());
  }
}
