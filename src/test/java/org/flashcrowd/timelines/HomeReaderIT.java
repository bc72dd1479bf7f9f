package org.flashcrowd.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.flashcrowd.db.Page;
import org.flashcrowd.testing.Plans;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HomeReaderIT {
  private FeedWorld world;
  private long reader;
  private long popular;
  private long friend;

  @BeforeEach
  void start() {
    world = new FeedWorld(Map.of("PULL_THRESHOLD", "2"));
    reader = world.account("reader");
    popular = world.account("popular");
    friend = world.account("friend");
    world.follow(reader, popular);
    world.follow(reader, friend);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private void makePopular() {
    world.follow(world.account("fan1"), popular);
    world.follow(world.account("fan2"), popular);
  }

  @Test
  void entries_authorAboveTheThreshold_areMergedAsIfTheyWerePushed() {
    List<Long> posts = new ArrayList<>();
    // A fixed seed: every run sees the same mixture of authors.
    Random random = new Random(11);
    for (int i = 0; i < 60; i++) {
      if (i == 15) {
        makePopular();
      }
      long author = List.of(popular, friend, reader).get(random.nextInt(3));
      long post = world.post(author);
      world.publish(post);
      posts.addFirst(post);
    }
    List<Long> pushed = world.stored(reader);
    assertThat(pushed).hasSizeLessThan(40);

    assertThat(world.home(reader, Page.first(40))).isEqualTo(posts.subList(0, 40));
    assertThat(downwards(7)).isEqualTo(posts);
    assertThat(upwards(7)).isEqualTo(posts);
  }

  private List<Long> downwards(int size) {
    List<Long> all = new ArrayList<>();
    List<Long> page = world.home(reader, Page.first(size));
    while (!page.isEmpty()) {
      all.addAll(page);
      page = world.home(reader, new Page(page.getLast(), 0, false, size));
    }
    return all;
  }

  private List<Long> upwards(int size) {
    List<Long> all = new ArrayList<>();
    List<Long> page = world.home(reader, new Page(Long.MAX_VALUE, 0, true, size));
    while (!page.isEmpty()) {
      all.addAll(0, page);
      page = world.home(reader, new Page(Long.MAX_VALUE, page.getFirst(), true, size));
    }
    return all;
  }

  @Test
  void entries_feedNotThere_arePulledAtOnceAndTheFeedIsRebuiltOnce() {
    List<Long> posts = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      long post = world.post(i % 2 == 0 ? popular : friend);
      world.publish(post);
      posts.addFirst(post);
    }
    List<Long> pushed = world.stored(reader);
    world.run("DELETE FROM home_feed");
    world.run("DELETE FROM home_feed_state");

    assertThat(world.home(reader, Page.first(20))).isEqualTo(posts.subList(0, 20));
    assertThat(world.home(reader, new Page(posts.get(19), 0, false, 20)))
        .isEqualTo(posts.subList(20, 30));

    assertThat(world.chunks(FeedJobs.REBUILD)).hasSize(1);
    world.rebuild(reader);
    assertThat(world.stored(reader)).isEqualTo(pushed).isEqualTo(posts);
    assertThat(downwards(7)).isEqualTo(posts);
  }

  @Test
  void entries_gatheredUpwards_areTheOldestAboveTheCursor() {
    List<Long> posts = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      posts.addFirst(world.post(i % 3 == 0 ? popular : friend));
    }
    world.run("DELETE FROM home_feed_state");

    assertThat(world.home(reader, new Page(Long.MAX_VALUE, posts.get(11), true, 4)))
        .isEqualTo(posts.subList(7, 11));
  }

  @Test
  void rebuild_duringAFanOut_losesNothing() {
    world.run("DELETE FROM home_feed_state");
    FeedWorld.await(world.feeds.open(reader));
    long during = world.post(friend);
    world.publish(during);

    assertThat(world.stored(reader)).containsExactly(during);
    long before = world.post(friend);
    world.rebuild(reader);
    assertThat(world.stored(reader)).containsExactly(before, during);
  }

  @Test
  void entries_feedThatFades_isKeptOn() {
    world.run("UPDATE home_feed_state SET kept_until = now() + interval '2 days'");

    world.home(reader, Page.first(20));

    FeedWorld.await(world.feeds.extend(reader));
    assertThat(
            world
                .row(
                    "SELECT kept_until > now() + interval '29 days' AS kept FROM home_feed_state"
                        + " WHERE account_id = $1",
                    reader)
                .getBoolean("kept"))
        .isTrue();
  }

  @Test
  void extend_feedThatWasGivenUp_doesNotHideTheHole() {
    world.run("UPDATE home_feed_state SET kept_until = now() - interval '1 second'");

    FeedWorld.await(world.feeds.extend(reader));

    assertThat(FeedWorld.await(world.feeds.read(reader, Page.first(20))).kept()).isFalse();
  }

  @Test
  void entries_blockedOrMutedAfterFanOut_areHiddenAtOnce() {
    long third = world.account("third");
    long byFriend = world.post(friend);
    long byPopular = world.post(popular);
    long boost = world.boost(popular, world.post(third));
    List.of(byFriend, byPopular, boost).forEach(world::publish);

    world.mute(reader, friend);
    assertThat(world.home(reader, Page.first(20))).containsExactly(boost, byPopular);
    world.block(reader, third);
    assertThat(world.home(reader, Page.first(20))).containsExactly(byPopular);
  }

  @Test
  void upkeep_followUnfollowBlockDelete_areFollowedByTheFeed() {
    long third = world.account("third");
    long old = world.post(third);
    world.follow(reader, third);
    FeedWorld.await(world.upkeep.backfill(FeedWorld.pair(FeedJobs.BACKFILL, reader, third)));
    assertThat(world.stored(reader)).containsExactly(old);

    long byFriend = world.post(friend);
    long boost = world.boost(friend, old);
    world.publish(byFriend);
    world.publish(boost);
    world.run("DELETE FROM follow WHERE account_id = $1 AND target_id = $2", reader, third);
    FeedWorld.await(world.upkeep.unfollow(FeedWorld.pair(FeedJobs.UNFOLLOW, reader, third)));
    assertThat(world.stored(reader)).containsExactly(boost, byFriend);

    world.block(third, reader);
    FeedWorld.await(world.upkeep.part(FeedWorld.pair(FeedJobs.PART, third, reader)));
    assertThat(world.stored(reader)).containsExactly(byFriend);

    FeedWorld.await(world.upkeep.withdraw(world.published(byFriend)));
    assertThat(world.stored(reader)).isEmpty();
  }

  @Test
  void read_page_isIndexOnlyOnTheFeed() throws Exception {
    for (int i = 0; i < 50; i++) {
      world.publish(world.post(friend));
    }
    world.run("VACUUM ANALYZE home_feed");

    String plan =
        Plans.of(world.uri(), FeedQueries.READ.downwards(), Long.MAX_VALUE, 0L, 20, reader, 3600);

    assertThat(plan).contains("Index Only Scan Backward using home_feed_pkey on home_feed");
    assertThat(plan).contains("Heap Fetches: 0").doesNotContain("Seq Scan on home_feed");
    assertThat(plan).contains("using status_account on status");
  }
}
