package org.flashcrowd.db;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionFactory;
import io.vertx.pgclient.spi.PgDriver;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.spi.ConnectionFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Vert.x' driver of PostgreSQL with two ends to waiting that it lacks: opening a connection, of
 * which it bounds nothing (5.0.8 ignores the transport's connect timeout, and never bounded the
 * greeting), and an answer that does not come ({@link Silence}).
 */
final class GuardedDriver extends PgDriver {
  private final Duration connect;
  private final Duration silence;

  /**
   * @param connect how long it may take until a connection can be used
   * @param silence how long the server may owe an answer
   */
  GuardedDriver(Duration connect, Duration silence) {
    this.connect = connect;
    this.silence = silence;
  }

  @Override
  public ConnectionFactory<PgConnectOptions> createConnectionFactory(
      Vertx vertx, NetClientOptions transport) {
    return new Factory((VertxInternal) vertx);
  }

  private final class Factory extends PgConnectionFactory {
    Factory(VertxInternal vertx) {
      super(vertx);
    }

    @Override
    public Future<SqlConnection> connect(Context context, PgConnectOptions options) {
      Future<SqlConnection> connecting = super.connect(context, options);
      return connecting
          .timeout(connect.toMillis(), TimeUnit.MILLISECONDS)
          .onFailure(late -> connecting.onSuccess(Silence::cut))
          .onSuccess(connected -> Silence.end(connected, silence));
    }
  }
}
