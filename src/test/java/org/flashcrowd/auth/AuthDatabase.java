package org.flashcrowd.auth;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.testing.TestServer;

/** Looks into a test server's database, past the server. */
final class AuthDatabase {
  private AuthDatabase() {}

  static void execute(TestServer server, String sql) {
    try (Connection connection = connect(server);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  /** The first column of every row. */
  static List<String> column(TestServer server, String sql) {
    try (Connection connection = connect(server);
        var statement = connection.createStatement();
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

  private static Connection connect(TestServer server) throws SQLException {
    URI uri = URI.create(server.services().database().value());
    String[] user = uri.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath()),
        user[0],
        user[1]);
  }
}
