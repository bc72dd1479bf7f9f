package org.flashcrowd.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.db.Query;
import org.flashcrowd.testing.Plans;
import org.flashcrowd.testing.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What reads notifications goes by an index and stops at the end of its page. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class NotificationPlansIT {
  private static final String TYPES = "{mention,favourite,follow,reblog}";
  private static TestDatabase database;

  @BeforeAll
  static void setUp() throws SQLException {
    database = TestDatabase.fresh();
    try (Connection connection = Jdbc.connect(database.uri());
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO account (id, username) SELECT i, 'user' || i FROM generate_series(1, 2000) i;
          INSERT INTO status (id, account_id, state, visibility)
            SELECT i, 1, 'published', 'public' FROM generate_series(1, 300) i;
          INSERT INTO favourite (account_id, status_id, id)
            SELECT 2 + i % 1900, 1 + i / 100, i FROM generate_series(1, 20000) i
            ON CONFLICT DO NOTHING;
          INSERT INTO notification (id, account_id, type, from_account_id, status_id, group_key)
            SELECT f.id, 1, 'favourite', f.account_id, f.status_id,
                   'favourite-' || f.status_id || '-1'
              FROM favourite f;
          INSERT INTO notification (id, account_id, type, from_account_id, status_id, group_key,
                                    filtered)
            SELECT 1000000 + i, 2 + i % 5, 'mention', 100 + i % 1000, 1 + i % 300,
                   'ungrouped-' || 1000000 + i, i % 2 = 0
              FROM generate_series(1, 5000) i ON CONFLICT DO NOTHING;
          INSERT INTO notification_request (id, account_id, from_account_id)
            SELECT min(id), account_id, from_account_id FROM notification WHERE filtered
             GROUP BY account_id, from_account_id;
          ANALYZE;
          """);
    }
  }

  @AfterAll
  static void tearDown() {
    database.close();
  }

  private static void staysOnIndexes(Query query, @Nullable Object... arguments)
      throws SQLException {
    String plan = Plans.of(database.uri(), query, arguments);
    assertThat(plan).as(query.name()).doesNotContain("Seq Scan");
  }

  @Test
  void groups_page_readsAsFarAsThePage() throws SQLException {
    for (Query query :
        new Query[] {GroupRepository.PAGE.downwards(), GroupRepository.PAGE.upwards()}) {
      staysOnIndexes(
          query, Long.MAX_VALUE, 0, 20, 1, TYPES, null, false, "{favourite,follow}", 100);
    }
    // Twenty groups of at most a hundred each, out of two hundred groups.
    String plan =
        Plans.of(
            database.uri(),
            GroupRepository.PAGE.downwards(),
            Long.MAX_VALUE,
            0,
            20,
            1,
            TYPES,
            null,
            false,
            "{favourite,follow}",
            100);
    assertThat(plan).contains("notification_group_key").contains("notification_account");
    assertThat(plan).doesNotContainPattern("on notification \\w+ .*rows=1\\d{4}");
  }

  @Test
  void groups_unreadAndMembers_stayOnIndexes() throws SQLException {
    staysOnIndexes(
        GroupRepository.UNREAD,
        Long.MAX_VALUE,
        0,
        100,
        1,
        TYPES,
        null,
        false,
        "{favourite,follow}");
    staysOnIndexes(GroupRepository.MEMBERS.downwards(), Long.MAX_VALUE, 0, 40, 1, "favourite-7-1");
  }

  @Test
  void requests_page_staysOnIndexes() throws SQLException {
    staysOnIndexes(RequestRepository.PAGE.downwards(), Long.MAX_VALUE, 0, 40, 3);
    staysOnIndexes(RequestRepository.PAGE.upwards(), Long.MAX_VALUE, 0, 40, 3);
  }

  @Test
  void prune_staysOnIndexes() throws SQLException {
    staysOnIndexes(Pruner.OLD, 0, 10);
    staysOnIndexes(Pruner.BEYOND, new Long[] {1L, 2L}, 100, 10);
  }
}
