package org.flashcrowd.testing;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.flashcrowd.db.Migrations;
import org.flashcrowd.dev.SharedServices;

/**
 * A migrated database of its own for a test class, in the one PostgreSQL that all tests of a
 * process share.
 */
public final class TestDatabase implements AutoCloseable {
  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /**
   * A new one with every migration and no rows; copying the migrated template takes about 50 ms.
   */
  public static TestDatabase fresh() {
    return copyOf(Template.NAME);
  }

  /** A new one without tables, for tests of migrations. */
  public static TestDatabase empty() {
    return copyOf(Template.EMPTY);
  }

  /** Where it is, with user and password. */
  public String uri() {
    return SharedServices.postgres(name);
  }

  /** Drops it, and ends the connections that are still open to it. */
  @Override
  public void close() {
    execute("flashcrowd", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  private static TestDatabase copyOf(String template) {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    // FILE_COPY: quicker than WAL_LOG where nothing is flushed.
    execute(
        "flashcrowd",
        "CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY".formatted(name, template));
    return new TestDatabase(name);
  }

  /** Migrated once for each process: an earlier one may have had other migrations. */
  private static final class Template {
    static final String EMPTY = empty();
    static final String NAME = migrated();

    /** A method, not a constant: reading it must run this class's start, which drops leftovers. */
    private static String empty() {
      return "template1";
    }

    private static String migrated() {
      leftovers().forEach(left -> execute("flashcrowd", "DROP DATABASE " + left + " WITH (FORCE)"));
      String name = "template_" + UUID.randomUUID().toString().replace("-", "");
      execute("flashcrowd", "CREATE DATABASE " + name);
      Migrations.run(SharedServices.postgres(name));
      return name;
    }
  }

  private static void execute(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new IllegalStateException(sql, refused);
    }
  }

  /** Databases of an earlier process on the same folder. */
  private static List<String> leftovers() {
    try (Connection connection = connect("flashcrowd");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT datname FROM pg_database WHERE datname ~ '^(test|template)_'")) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString("datname"));
      }
      return names;
    } catch (SQLException refused) {
      throw new IllegalStateException("leftovers", refused);
    }
  }

  private static Connection connect(String database) throws SQLException {
    URI uri = URI.create(SharedServices.postgres(database));
    String password = uri.getUserInfo().substring(uri.getUserInfo().indexOf(':') + 1);
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath()),
        "flashcrowd",
        password);
  }
}
