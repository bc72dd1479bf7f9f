package org.flashcrowd.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestStore.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.search.PostSearch.Reach;
import org.flashcrowd.testing.Plans;
import org.flashcrowd.testing.TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every way through the index, on posts 1 to 20,000 by the accounts 1 to 100: all have the word
 * "every", of a hundred the last two "second", number 7 "seven", and the first thousand "old".
 */
class PostSearchIT {
  private static final TestStore STORE = new TestStore();
  private static final long READER = 50;
  private static final Page FIRST = Page.first(3);

  @BeforeAll
  static void fill() throws SQLException {
    for (String rows :
        List.of(
            "INSERT INTO account (id, username) SELECT i, 'u' || i FROM generate_series(1, 100) i",
            """
            INSERT INTO status (id, account_id, state, visibility)
            SELECT i, 1 + i % 100, 'published', 'public' FROM generate_series(1, 20000) i
            """,
            """
            INSERT INTO status_search (status_id, words)
            SELECT i, ('every:1 ' || CASE WHEN i % 100 > 97 THEN 'second:2 ' ELSE '' END
                       || CASE WHEN i = 7 THEN 'seven:3 ' ELSE '' END
                       || CASE WHEN i <= 1000 THEN 'old:4 ' ELSE '' END
                       || '''from=' || 1 + i % 100 || ''' ''in=public''')::tsvector
              FROM generate_series(1, 20000) i
            """,
            "INSERT INTO favourite (account_id, status_id, id) VALUES (50, 3, 1), (50, 700, 2)",
            "VACUUM ANALYZE")) {
      try (Connection connection = Jdbc.connect(STORE.uri());
          Statement statement = connection.createStatement()) {
        statement.execute(rows);
      }
    }
  }

  @AfterAll
  static void close() {
    STORE.close();
  }

  private static List<Long> find(String q, Reach reach, Page page) {
    PostSearch search = new PostSearch(new PostSearchRepository(STORE.database()::replica), reach);
    return await(search.find(READER, QueryParser.parse(q), null, page));
  }

  @Test
  void find_commonWord_isFoundByTheShortWalk() {
    assertThat(find("every", new Reach(10, 0, 0, 0, 0), FIRST))
        .containsExactly(20_000L, 19_999L, 19_998L);
  }

  @Test
  void find_rareWord_isFoundByTheIndexHoweverOld() {
    assertThat(find("seven", new Reach(10, 0, 10, 0, 0), FIRST)).containsExactly(7L);
    assertThat(find("seven -every", new Reach(10, 0, 10, 0, 0), FIRST)).isEmpty();
  }

  @Test
  void find_wordInBetween_isFoundByTheLongWalk() {
    Reach reach = new Reach(10, 200, 50, 0, 0);

    assertThat(find("second", reach, FIRST)).containsExactly(19_999L, 19_998L, 19_899L);
    assertThat(find("second", reach, new Page(Long.MAX_VALUE, 150, true, 2)))
        .containsExactly(199L, 198L);
  }

  @Test
  void find_manyOldPosts_areMissedButTheLibraryAndDatesReachThem() {
    Reach reach = new Reach(10, 100, 50, 20, 0);

    assertThat(find("old", reach, FIRST)).containsExactly(700L, 3L);
    assertThat(find("old", reach, new Page(1001, 0, false, 2))).containsExactly(1000L, 999L);
    assertThat(find("old in:public", reach, FIRST)).isEmpty();
    assertThat(find("old in:library", reach, FIRST)).containsExactly(700L, 3L);
  }

  @Test
  void find_oneAuthor_isFoundAmongTheirs() {
    PostSearch search =
        new PostSearch(
            new PostSearchRepository(STORE.database()::replica), new Reach(0, 0, 50, 0, 60));

    assertThat(await(search.find(READER, QueryParser.parse("every"), 8L, FIRST)))
        .containsExactly(19_907L, 19_807L, 19_707L);
    assertThat(await(search.find(READER, QueryParser.parse("seven"), 8L, FIRST)))
        .containsExactly(7L);
    assertThat(await(search.find(READER, QueryParser.parse("old"), 8L, FIRST)))
        .containsExactly(907L, 807L, 707L);
  }

  private static String plan(PagedQuery query, Object... arguments) throws SQLException {
    return Plans.of(STORE.uri(), query.downwards(), arguments);
  }

  @Test
  void walk_page_stopsWhenItIsFull() throws SQLException {
    assertThat(
            plan(
                PostSearchRepository.WALK,
                Long.MAX_VALUE,
                0L,
                3,
                READER,
                "'every'",
                5000,
                "anywhere"))
        .containsPattern("Index Scan Backward using status_search_pkey[^\n]*actual[^\n]*rows=3\\.")
        .doesNotContain("Seq Scan on status");
  }

  @Test
  void matching_words_areReadFromTheirIndex() throws SQLException {
    assertThat(
            plan(
                PostSearchRepository.MATCHING,
                Long.MAX_VALUE,
                0L,
                3,
                READER,
                "'seven'",
                3000,
                "anywhere",
                "'seven'"))
        .contains("Bitmap Index Scan on status_search_words")
        .doesNotContain("Seq Scan on status");
  }

  @Test
  void library_lists_areReadFromTheirIndexes() throws SQLException {
    assertThat(
            plan(
                PostSearchRepository.LIBRARY,
                Long.MAX_VALUE,
                0L,
                3,
                READER,
                "'every'",
                2000,
                "library"))
        .contains("status_search_pkey")
        .doesNotContain("Seq Scan on status");
  }
}
