package org.flashcrowd.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks into a test server's database, past the server. */
public final class TestRows {
  private TestRows() {}

  /** Runs a statement. */
  public static void execute(TestServer server, String sql) {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  /** The first column of every row, as text. */
  public static List<String> column(TestServer server, String sql) {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  /** The number that the statement gives. */
  public static long number(TestServer server, String sql) {
    return Long.parseLong(column(server, sql).getFirst());
  }

  private static Connection connect(TestServer server) throws SQLException {
    URI uri = URI.create(server.services().database().value());
    String[] user = uri.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath()),
        user[0],
        user[1]);
  }
}
