package org.flashcrowd.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.flashcrowd.db.Migrations;
import org.junit.jupiter.api.Test;

class TestDatabaseIT {

  @Test
  void fresh_twice_givesMigratedDatabasesApart() throws Exception {
    try (TestDatabase first = TestDatabase.fresh();
        TestDatabase second = TestDatabase.fresh()) {
      assertThat(first.uri()).isNotEqualTo(second.uri());
      assertThat(Migrations.run(first.uri())).isZero();
      assertThat(tables(second)).isPositive();
    }
  }

  @Test
  void empty_database_hasNoTables() throws Exception {
    try (TestDatabase database = TestDatabase.empty()) {
      assertThat(tables(database)).isZero();
    }
  }

  @Test
  void redis_twice_givesDatabasesApart() {
    assertThat(TestRedis.uri()).isNotEqualTo(TestRedis.uri());
  }

  private static int tables(TestDatabase database) throws Exception {
    URI uri = URI.create(database.uri());
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://%s:%d%s?user=flashcrowd&password=%s"
                    .formatted(
                        uri.getHost(),
                        uri.getPort(),
                        uri.getPath(),
                        uri.getUserInfo().split(":", 2)[1]));
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    "SELECT count(*) FROM information_schema.tables WHERE table_schema ="
                        + " 'public'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
