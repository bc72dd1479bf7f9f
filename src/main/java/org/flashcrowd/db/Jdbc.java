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
    SqlConnectOptions options = options(uri);
    return DriverManager.getConnection(url(options), options.getUser(), options.getPassword());
  }

  /** What a URI says. The driver's own error would show it, with its password. */
  static PgConnectOptions options(String uri) {
    try {
      return PgConnectOptions.fromUri(uri);
    } catch (RuntimeException malformed) {
      throw new IllegalArgumentException(
          "database.uri must be postgresql://user:password@host:port/database; write a sign such as"
              + " @ in the password as %40");
    }
  }

  static String url(SqlConnectOptions options) {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(options.getHost(), options.getPort(), options.getDatabase());
  }
}
