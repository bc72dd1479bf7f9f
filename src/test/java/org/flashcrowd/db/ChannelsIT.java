package org.flashcrowd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestServer.await;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flashcrowd.faults.TcpProxy;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class ChannelsIT {
  private static final Duration BEAT = Duration.ofMillis(400);

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final AtomicInteger gaps = new AtomicInteger();
  private TestDatabase postgres;
  private TcpProxy wire;
  private Channels channels;

  @BeforeEach
  void connect() {
    postgres = TestDatabase.empty();
    PgConnectOptions at = Jdbc.options(postgres.uri());
    wire = TcpProxy.to(at.getHost(), at.getPort());
    channels =
        new Channels(
            vertx, new PgConnectOptions(at).setHost("127.0.0.1").setPort(wire.port()), BEAT);
    channels.listen("news", heard::add);
    channels.onGap("news", gaps::incrementAndGet);
    await(channels.connect());
  }

  @AfterEach
  void close() {
    await(channels.close());
    wire.close();
    await(vertx.close());
    postgres.close();
  }

  private void tell(String news) throws SQLException {
    try (Connection connection = Jdbc.connect(postgres.uri());
        Statement statement = connection.createStatement()) {
      statement.execute("NOTIFY news, '" + news + "'");
    }
  }

  private void assertHeard(String news) throws Exception {
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(news);
  }

  @Test
  void listen_afterSeveralBeats_isTheSameConnection() throws Exception {
    int accepted = wire.accepted();
    tell("first");
    assertHeard("first");
    vertx.timer(BEAT.multipliedBy(3).toMillis(), TimeUnit.MILLISECONDS).await();
    tell("second");
    assertHeard("second");

    assertThat(wire.accepted()).isEqualTo(accepted);
  }

  @Test
  void listen_connectionReset_isBackAndTellsOfTheGap() throws Exception {
    Uploads.until(() -> gaps.get() == 1);

    wire.reset();

    Uploads.until(() -> gaps.get() == 2);
    tell("after");
    assertHeard("after");
    assertThat(heard).isEmpty();
  }

  /** Nobody is told that the connection is gone, and new ones stay silent, too. */
  @Test
  void listen_networkSwallowsTheConnection_isNoticedAndBackOnceItHeals() throws Exception {
    int accepted = wire.accepted();

    wire.blackhole();
    Uploads.until(() -> wire.accepted() >= accepted + 3);
    int before = gaps.get();
    wire.heal();

    Uploads.until(() -> gaps.get() > before);
    tell("after");
    assertHeard("after");
    assertThat(heard).isEmpty();
  }
}
