package org.flashcrowd.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.flashcrowd.db.Query;
import org.jspecify.annotations.Nullable;

/** How PostgreSQL runs a statement once it is prepared and does not know its arguments. */
public final class Plans {
  private Plans() {}

  /**
   * The plan of a run, as {@code EXPLAIN ANALYZE} has it. Tables of a test are small, so scanning
   * them whole is made unattractive: what is left of it has no index to go by.
   *
   * @param uri of the database
   * @param arguments numbers, texts, booleans and arrays of numbers
   */
  public static String of(String uri, Query query, @Nullable Object... arguments)
      throws SQLException {
    try (Connection connection = connect(uri);
        Statement statement = connection.createStatement()) {
      statement.execute("SET plan_cache_mode = force_generic_plan");
      statement.execute("SET enable_seqscan = off");
      statement.execute("PREPARE examined AS " + query.sql());
      String values =
          Arrays.stream(arguments).map(Plans::literal).collect(Collectors.joining(", "));
      StringJoiner plan = new StringJoiner("\n");
      try (ResultSet rows =
          statement.executeQuery("EXPLAIN (ANALYZE, COSTS OFF) EXECUTE examined(" + values + ")")) {
        while (rows.next()) {
          plan.add(rows.getString(1));
        }
      }
      return plan.toString();
    }
  }

  private static String literal(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case Long[] many ->
          Arrays.stream(many).map(String::valueOf).collect(Collectors.joining(",", "'{", "}'"));
      case String text -> "'" + text.replace("'", "''") + "'";
      default -> value.toString();
    };
  }

  private static Connection connect(String uri) throws SQLException {
    URI parsed = URI.create(uri);
    String[] user = parsed.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d%s".formatted(parsed.getHost(), parsed.getPort(), parsed.getPath()),
        user[0],
        user[1]);
  }
}
