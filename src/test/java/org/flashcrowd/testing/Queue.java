package org.flashcrowd.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for a server's background work. */
public final class Queue {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private Queue() {}

  /**
   * Returns once every job is done; a job that was given up, or all of them late, fails the test.
   */
  public static void settle(TestServer server) {
    URI uri = URI.create(server.services().database().value());
    String[] user = uri.getUserInfo().split(":", 2);
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath()),
                user[0],
                user[1]);
        Statement statement = connection.createStatement()) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      String open = open(statement);
      while (!open.isEmpty()) {
        if (System.nanoTime() > deadline || open.contains("failed: ")) {
          throw new AssertionError("jobs are not done: " + open);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
        open = open(statement);
      }
    } catch (SQLException unreachable) {
      throw new AssertionError(unreachable);
    }
  }

  private static String open(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            """
            SELECT coalesce(string_agg(concat_ws(' ', kind, state, 'failed: ' || failure), '; '), '')
              FROM (SELECT kind, state, failure FROM job
                     WHERE state <> 'scheduled' OR failure IS NOT NULL LIMIT 10) open
            """)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
