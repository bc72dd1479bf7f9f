package org.flashcrowd.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.db.Migrations;
import org.flashcrowd.db.NextSchema;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.TestDatabase;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/**
 * A database is brought to the next version's schema while nodes of this one run, which go on, as
 * do those that are started after.
 */
@Proves(Promise.OPERATIONS)
class TwoSchemasIT {
  @Test
  void migration_whileNodesServe_failsNoRequest() {
    try (TestServer old = TestServer.start()) {
      String token = old.signUp("alice");
      String uri = old.services().database().value();
      try (Crowd crowd = Crowd.at(old.uri(), token)) {
        crowd.call(100);

        assertThat(NextSchema.migrate(uri)).isEqualTo(3);

        crowd.call(100);
        // As a node that is started does.
        assertThat(Migrations.run(uri)).isZero();
        try (TestServer late = old.secondNode(Map.of());
            Crowd others = Crowd.at(late.uri(), token)) {
          others.call(100);
          crowd.call(100);
          assertThat(others.failures()).isEmpty();
        }
        assertThat(crowd.failures()).isEmpty();
      }
      assertThat(TestRows.number(old, "SELECT count(*) FROM status WHERE mood IS NULL"))
          .isGreaterThan(50);
    }
  }

  /** The control: a migration that takes something away is noticed at once. */
  @Test
  void contraction_whileNodesServe_failsRequests() {
    try (TestServer old = TestServer.start()) {
      String token = old.signUp("alice");
      try (Crowd crowd = Crowd.at(old.uri(), token)) {
        crowd.call(20);

        TestRows.execute(old, "ALTER TABLE status RENAME COLUMN text TO body");

        crowd.call(50);
        assertThat(crowd.failures()).isNotEmpty();
      }
    }
  }

  /** Whoever waits for a lock on a table holds up everybody who comes after. */
  @Test
  void migration_tableLocked_givesUpAndLeavesNothing() throws SQLException {
    try (TestDatabase database = TestDatabase.fresh();
        Connection busy = Jdbc.connect(database.uri())) {
      busy.setAutoCommit(false);
      busy.createStatement().execute("LOCK TABLE status IN SHARE MODE");

      assertThatThrownBy(() -> NextSchema.migrate(database.uri()))
          .hasMessageContaining("lock timeout");

      busy.rollback();
      assertThat(NextSchema.migrate(database.uri())).isEqualTo(3);
    }
  }
}
