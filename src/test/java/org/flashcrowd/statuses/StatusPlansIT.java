package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flashcrowd.db.Query;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statements that every page runs stay on their indexes, whichever plan is chosen. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class StatusPlansIT {
  private static TestDatabase database;
  private static Connection connection;

  @BeforeAll
  static void setUp() throws SQLException {
    database = TestDatabase.fresh();
    URI uri = URI.create(database.uri());
    connection =
        DriverManager.getConnection(
            "jdbc:postgresql://%s:%d%s?preferQueryMode=simple&user=flashcrowd&password=%s"
                .formatted(
                    uri.getHost(),
                    uri.getPort(),
                    uri.getPath(),
                    uri.getUserInfo().split(":", 2)[1]));
    run(
        """
        INSERT INTO account (id, username) SELECT i, 'user' || i FROM generate_series(1, 3000) i;
        INSERT INTO account_stats (account_id) SELECT id FROM account;
        INSERT INTO follow (account_id, target_id, id)
          SELECT i, i % 2999 + 2, i FROM generate_series(1, 2990) i WHERE i <> i % 2999 + 2;
        INSERT INTO block (account_id, target_id, id)
          SELECT i, i + 5, i FROM generate_series(1, 2500) i;
        INSERT INTO mute (account_id, target_id, id)
          SELECT i, i + 7, i FROM generate_series(1, 2500) i;
        INSERT INTO status (id, account_id, state, visibility, in_reply_to_id, in_reply_to_account_id,
                            media_count, conversation_id)
          SELECT i, i % 3000 + 1, 'published',
                 (ARRAY['public', 'public', 'unlisted', 'private'])[i % 4 + 1]::visibility,
                 CASE WHEN i % 5 = 0 AND i > 100 THEN i / 2 END,
                 CASE WHEN i % 5 = 0 AND i > 100 THEN (i / 2) % 3000 + 1 END, i % 3,
                 i >> CASE WHEN i % 5 = 0 AND i > 100 THEN 1 ELSE 0 END
            FROM generate_series(1, 30000) i;
        INSERT INTO status (id, account_id, state, visibility, reblog_of_id)
          SELECT 100000 + i, (i * 7) % 3000 + 1, 'published', 'public', i / 4 + 1
            FROM generate_series(1, 5000) i;
        INSERT INTO status_stats (status_id) SELECT id FROM status WHERE reblog_of_id IS NULL;
        INSERT INTO favourite (account_id, status_id, id)
          SELECT i % 3000 + 1, i / 4 + 1, i FROM generate_series(1, 20000) i;
        INSERT INTO conversation_mute (account_id, conversation_id)
          SELECT i % 3000 + 1, i FROM generate_series(1, 9000) i;
        INSERT INTO status_pin (account_id, status_id, id)
          SELECT i % 3000 + 1, i, i FROM generate_series(1, 9000) i;
        INSERT INTO status_edit (id, status_id, text, spoiler_text, sensitive, created_at)
          SELECT i, i % 3000 + 1, '', '', false, now() FROM generate_series(1, 9000) i;
        INSERT INTO bookmark (account_id, status_id, id)
          SELECT i % 3000 + 1, i / 4 + 1, i FROM generate_series(1, 9000) i;
        INSERT INTO mention (status_id, account_id)
          SELECT i, (i * 3) % 3000 + 1 FROM generate_series(1, 9000) i;
        INSERT INTO application (id, client_id, secret_hash, name, redirect_uris, scopes)
          SELECT i, 'client' || i, '\\x00', 'App', '{}', '{}' FROM generate_series(1, 3000) i;
        UPDATE status SET application_id = id % 3000 + 1 WHERE id < 20000;
        INSERT INTO tag (id, name) SELECT i, 'tag' || i FROM generate_series(1, 2000) i;
        INSERT INTO status_tag (tag_id, status_id, account_id)
          SELECT i % 2000 + 1, i, i % 3000 + 1 FROM generate_series(1, 20000) i;
        """);
    run("VACUUM ANALYZE");
  }

  @AfterAll
  static void tearDown() throws SQLException {
    connection.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
  void page_byIds_isReadByIndex(String mode) throws SQLException {
    String ids = "'{29000,29001,29002,29003,29004,29005,29006,29007,29008,29009}'";
    assertIndexed(mode, StatusRepository.BY_IDS, ids);
    assertIndexed(mode, StatusRepository.SEEN_BY, "17, " + ids);
    assertIndexed(mode, StatusRepository.SEEN_BY_ANYBODY, ids);
    assertIndexed(mode, StatusRepository.POSTS_SEEN_BY, "17, " + ids);
    assertIndexed(mode, StatusRepository.POSTS_SEEN_BY_ANYBODY, ids);
    assertIndexed(mode, StatusRepository.MENTIONS, ids);
  }

  /** Neither all that the viewer has ever liked is read, nor all who ever boosted a post. */
  @ParameterizedTest
  @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
  void page_whatIsTheViewersOwn_isLookedUpPostByPost(String mode) throws SQLException {
    for (Query query : List.of(StatusRepository.SEEN_BY, StatusRepository.POSTS_SEEN_BY)) {
      assertThat(assertIndexed(mode, query, "17, '{29000,29001,29002,29003,29004,29005}'"))
          .containsPattern("favourite_pkey.*\\n *Index Cond: .*account_id = .* AND .*status_id =")
          .containsPattern("bookmark_pkey.*\\n *Index Cond: .*account_id = .* AND .*status_id =")
          .containsPattern(
              "status_reblog .*\\n *Index Cond: .*reblog_of_id = .* AND .*account_id =");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
  void account_itsStatuses_areReadByIndex(String mode) throws SQLException {
    String page = "9223372036854775807, 0, 20, 17, 23, ";
    for (String filter : new String[] {"false, false", "true, true"}) {
      assertIndexed(mode, StatusListRepository.OF_ACCOUNT.downwards(), page + filter);
      assertIndexed(mode, StatusListRepository.OF_ACCOUNT.upwards(), page + filter);
      assertThat(
              assertIndexed(mode, StatusListRepository.MEDIA_OF_ACCOUNT.downwards(), page + filter))
          .contains("status_account_media");
      assertThat(
              assertIndexed(
                  mode,
                  StatusListRepository.TAGGED_OF_ACCOUNT.downwards(),
                  page + filter + ", 'tag5', true"))
          .contains("status_tag_account");
    }
    assertIndexed(
        mode, StatusListRepository.PINNED.downwards(), "9223372036854775807, 0, 20, 17, 23");
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
  void history_andPurge_areReadByIndex(String mode) throws SQLException {
    assertIndexed(mode, EditRepository.HISTORY, "17, 100");
    assertIndexed(mode, Purge.BOOSTS_GONE, "23, 500");
    for (Query rows : Purge.ROWS_GONE) {
      assertIndexed(mode, rows, "23, 2000");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
  void context_aboveAndBelow_isReadByIndex(String mode) throws SQLException {
    assertIndexed(mode, StatusListRepository.ANCESTORS, "17, 29000, 40");
    assertIndexed(mode, StatusListRepository.DESCENDANTS, "17, 110, 20, 60");
    assertIndexed(mode, StatusListRepository.DESCENDANTS, "NULL, 110, 20, 60");
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
  void lists_ofWhatPeopleDid_areReadByIndex(String mode) throws SQLException {
    String page = "9223372036854775807, 0, 20, ";
    assertIndexed(mode, StatusListRepository.FAVOURITES.downwards(), page + "17");
    assertIndexed(mode, StatusListRepository.BOOKMARKS.downwards(), page + "17");
    assertIndexed(mode, StatusListRepository.FAVOURITED_BY.downwards(), page + "23, 17");
    assertIndexed(mode, StatusListRepository.REBLOGGED_BY.downwards(), page + "23, 17");
  }

  private static String assertIndexed(String mode, Query query, String arguments)
      throws SQLException {
    run("SET plan_cache_mode = " + mode);
    run("PREPARE hot AS " + query.sql());
    try {
      String plan = explain("EXPLAIN EXECUTE hot (" + arguments + ")");
      assertThat(plan).as(query.name()).contains("Index").doesNotContain("Seq Scan");
      return plan;
    } finally {
      run("DEALLOCATE hot");
    }
  }

  private static String explain(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      StringBuilder plan = new StringBuilder();
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
      return plan.toString();
    }
  }

  private static void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
