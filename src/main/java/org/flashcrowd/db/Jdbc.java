package org.flashcrowd.db;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Plain, blocking connections, for what is not a server: migrations and bulk loading. */
public final class Jdbc {
  private Jdbc() {}

  /**
   * @param uri {@code postgresql://user:password@host:port/database}
   */
  public static Connection connect(String uri) throws SQLException {
    SqlConnectOptions options = PgConnectOptions.fromUri(uri);
    return DriverManager.getConnection(url(options), options.getUser(), options.getPassword());
  }

  static String url(SqlConnectOptions options) {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(options.getHost(), options.getPort(), options.getDatabase());
  }
}
