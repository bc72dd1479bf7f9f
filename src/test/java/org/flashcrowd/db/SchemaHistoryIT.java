package org.flashcrowd.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.Test;

class SchemaHistoryIT {
  // Also where Flyway's way of summing a file changes: every start would take longer.
  @Test
  void isComplete_afterFlyway_isTrue() {
    try (TestDatabase database = TestDatabase.fresh()) {
      assertThat(SchemaHistory.isComplete(database.uri())).isTrue();
    }
  }

  @Test
  void isComplete_aheadOfThisVersion_isTrue() {
    try (TestDatabase database = TestDatabase.fresh()) {
      assertThat(NextSchema.migrate(database.uri())).isPositive();

      assertThat(SchemaHistory.isComplete(database.uri())).isTrue();
    }
  }

  @Test
  void isComplete_noHistory_isFalse() {
    try (TestDatabase database = TestDatabase.empty()) {
      assertThat(SchemaHistory.isComplete(database.uri())).isFalse();
    }
  }

  @Test
  void isComplete_oneMissingFailedOrOther_isFalse() throws Exception {
    assertIncompleteAfter("DELETE FROM flyway_schema_history WHERE version = '3'");
    assertIncompleteAfter("UPDATE flyway_schema_history SET success = false WHERE version = '3'");
    assertIncompleteAfter("UPDATE flyway_schema_history SET checksum = 1 WHERE version = '3'");
  }

  @Test
  void isComplete_databaseAway_isFalse() {
    assertThat(SchemaHistory.isComplete("postgresql://nobody:secret@127.0.0.1:1/none")).isFalse();
  }

  private static void assertIncompleteAfter(String change) throws SQLException {
    try (TestDatabase database = TestDatabase.fresh();
        Connection connection = Jdbc.connect(database.uri());
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(change)).isEqualTo(1);

      assertThat(SchemaHistory.isComplete(database.uri())).isFalse();
    }
  }
}
