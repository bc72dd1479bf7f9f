package org.flashcrowd.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.Map;
import org.flashcrowd.testing.Plans;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The statements of timelines stay on their indexes once they are prepared. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class TimelinePlansIT {
  private static final long READER = 5;
  private static final long LIST = 7;
  private static FeedWorld world;

  @BeforeAll
  static void start() {
    world = new FeedWorld(Map.of());
    for (String rows :
        new String[] {
          "INSERT INTO account (id, username) SELECT i, 'u' || i FROM generate_series(1, 2000) i",
          "INSERT INTO account_stats (account_id) SELECT id FROM account",
          "INSERT INTO home_feed_state SELECT id, now() + interval '9 days', now() FROM account",
          "INSERT INTO follow (account_id, target_id, id) SELECT i, 1, i FROM generate_series(2,"
              + " 2000) i",
          "INSERT INTO follow (account_id, target_id, id) SELECT i, 1 + (i * k) % 2000, i * 100 + k"
              + " FROM generate_series(1, 2000) i, generate_series(1, 9) k WHERE i <> 1 + (i * k) %"
              + " 2000 ON CONFLICT DO NOTHING",
          "INSERT INTO mute (account_id, target_id, id) SELECT i, i + 7, i FROM generate_series(1,"
              + " 1500) i",
          "INSERT INTO block (account_id, target_id, id) SELECT i, i + 9, i FROM generate_series(1,"
              + " 1500) i",
          "INSERT INTO status (id, account_id, state, visibility) SELECT i, 1 + i % 2000,"
              + " 'published', 'public' FROM generate_series(1, 20000) i",
          "INSERT INTO mention (status_id, account_id) SELECT i, 1 + i % 1999 FROM"
              + " generate_series(1, 5000) i",
          "INSERT INTO tag (id, name) SELECT i, 'tag' || i FROM generate_series(1, 300) i",
          "INSERT INTO status_tag (tag_id, status_id, account_id) SELECT 1 + i % 300, i, 1 + i %"
              + " 2000 FROM generate_series(1, 20000) i",
          "INSERT INTO home_feed (account_id, status_id, author_id) SELECT i, 20000 - k, 1 + (20000"
              + " - k) % 2000 FROM generate_series(1, 500) i, generate_series(1, 100) k",
          "INSERT INTO follow (account_id, target_id, id) SELECT 5, i, 900000 + i FROM"
              + " generate_series(100, 1099) i ON CONFLICT DO NOTHING",
          "INSERT INTO list (id, account_id, title) SELECT i, 5, 'list' FROM generate_series(1, 20)"
              + " i",
          "INSERT INTO list_member (list_id, account_id, target_id, id) SELECT 7, 5, i, i FROM"
              + " generate_series(100, 1099) i",
          "INSERT INTO list_member (list_id, account_id, target_id, id) SELECT l, 5, i, l * 2000 +"
              + " i FROM generate_series(8, 20) l, generate_series(100, 300) i",
          "INSERT INTO tag_follow (account_id, tag_id, id) SELECT i, 1 + (i * k) % 300, i * 10 + k"
              + " FROM generate_series(1, 2000) i, generate_series(1, 5) k ON CONFLICT DO NOTHING",
          "VACUUM ANALYZE"
        }) {
      world.run(rows);
    }
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static String plan(org.flashcrowd.db.Query query, Object... arguments)
      throws SQLException {
    return Plans.of(world.uri(), query, arguments);
  }

  @Test
  void home_page_isIndexOnly() throws SQLException {
    String plan = plan(FeedQueries.READ.downwards(), Long.MAX_VALUE, 0L, 20, READER, 3600);

    assertThat(plan)
        .contains("Index Only Scan Backward using home_feed_pkey on home_feed")
        .contains("using status_account on status")
        .doesNotContain("Seq Scan on status")
        .doesNotContain("Seq Scan on home_feed ")
        .doesNotContain("Seq Scan on mute")
        .doesNotContain("Seq Scan on block");
    assertThat(plan(FeedQueries.READ.upwards(), Long.MAX_VALUE, 0L, 20, READER, 3600))
        .contains("Index Only Scan using home_feed_pkey on home_feed");
  }

  @Test
  void gather_page_readsTheHeadsFromAnIndexAlone() throws SQLException {
    String plan = plan(GatherQueries.HOME.downwards(), Long.MAX_VALUE, 0L, 20, READER, 80);

    assertThat(plan)
        .contains("Index Only Scan using status_account on status")
        .doesNotContain("Seq Scan on status")
        .doesNotContain("Seq Scan on follow");
  }

  @Test
  void list_page_readsTheMembersFromIndexes() throws SQLException {
    String plan = plan(GatherQueries.LIST.downwards(), Long.MAX_VALUE, 0L, 20, READER, 80, LIST);

    assertThat(plan)
        .contains("using list_member_listed on list_member")
        .contains("Index Only Scan using status_account on status")
        .doesNotContain("Seq Scan on status")
        .doesNotContain("Seq Scan on list_member")
        .doesNotContain("Seq Scan on follow");
  }

  @Test
  void push_chunk_walksTheFollowersIndex() throws SQLException {
    String plan = plan(FeedQueries.PUSH, 20_000L, 1L, 100L, 1100L);

    assertThat(plan)
        .contains("Index Only Scan using follow_fan_out on follow")
        .contains("using status_pkey on status")
        .doesNotContain("Seq Scan on status")
        .doesNotContain("Seq Scan on follow")
        .doesNotContain("Seq Scan on mention")
        .doesNotContain("Seq Scan on block");
  }

  @Test
  void pushTagged_chunk_walksTheTagsFollowers() throws SQLException {
    String plan = plan(TagFeedQueries.PUSH, 20_000L, 20_000L, 1L, 1100L);

    assertThat(plan)
        .contains("using tag_follow_fan_out on tag_follow")
        .contains("using status_pkey on status")
        .doesNotContain("Seq Scan on status")
        .doesNotContain("Seq Scan on tag_follow")
        .doesNotContain("Seq Scan on follow");
  }

  @Test
  void everybody_page_isIndexOnly() throws SQLException {
    String plan =
        plan(TimelineRepository.PUBLIC.downwards(), Long.MAX_VALUE, 0L, 20, READER, false);

    assertThat(plan)
        .contains("Index Only Scan using status_public on status")
        .doesNotContain("Seq Scan on status")
        .doesNotContain("Seq Scan on account ");
  }

  @Test
  void tagged_page_readsOneTagsPartOfTheIndex() throws SQLException {
    Long[] one = {7L};
    Long[] none = {};
    String plan =
        plan(
            TimelineRepository.TAGGED.downwards(),
            Long.MAX_VALUE,
            0L,
            20,
            READER,
            false,
            one,
            none,
            none);

    assertThat(plan)
        .contains("Index Only Scan Backward using status_tag_pkey on status_tag")
        .contains("using status_pkey on status")
        .doesNotContain("Seq Scan on status");
  }
}
