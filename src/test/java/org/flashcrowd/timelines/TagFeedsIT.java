package org.flashcrowd.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.db.Page;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class TagFeedsIT {
  private static final Page PAGE = Page.first(20);
  private static FeedWorld world;
  private static int names;
  private long reader;
  private long author;
  private long tag;

  @BeforeAll
  static void start() {
    world = new FeedWorld(Map.of("CHUNK", "3", "PULL_THRESHOLD", "15"));
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void people() {
    reader = somebody();
    author = somebody();
    tag = world.tag();
    world.followTag(reader, tag);
  }

  private static long somebody() {
    return world.account("tagged" + ++names);
  }

  /** Makes a post with the tag, arranging what stands between its author and the reader. */
  private interface Situation {
    long post(TagFeedsIT test);
  }

  private static Arguments given(String title, boolean inFeed, Situation situation) {
    return Arguments.of(title, inFeed, situation);
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        given("a stranger, public", true, test -> world.post(test.author)),
        given("a stranger, unlisted", false, test -> world.post(test.author, "unlisted")),
        given("a stranger, followers only", false, test -> world.post(test.author, "private")),
        given("a stranger, direct", false, test -> world.post(test.author, "direct")),
        given("a boost", false, test -> world.boost(test.author, world.post(somebody()))),
        given("an answer", false, test -> world.reply(test.author, world.post(somebody()))),
        given("an answer to oneself", false, TagFeedsIT::thread),
        given("the author silenced", false, test -> test.barred("silenced_at")),
        given("the author suspended", false, test -> test.barred("suspended_at")),
        given("the author muted", false, TagFeedsIT::muted),
        given("the reader blocked", false, TagFeedsIT::blocked),
        given("somebody muted is mentioned", false, TagFeedsIT::mentionsMuted),
        given("a member of an exclusive list", false, TagFeedsIT::exclusive),
        given("followed as well", true, TagFeedsIT::followed));
  }

  private long thread() {
    return world.reply(author, world.post(author));
  }

  private long barred(String how) {
    world.run("UPDATE account SET " + how + " = now() WHERE id = $1", author);
    return world.post(author);
  }

  private long muted() {
    world.mute(reader, author);
    return world.post(author);
  }

  private long blocked() {
    world.block(author, reader);
    return world.post(author);
  }

  private long mentionsMuted() {
    long muted = somebody();
    world.mute(reader, muted);
    long post = world.post(author);
    world.mention(post, muted);
    return post;
  }

  private long exclusive() {
    world.follow(reader, author);
    world.member(world.list(reader, "list", true), reader, author);
    return world.post(author);
  }

  private long followed() {
    world.follow(reader, author);
    return world.post(author);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("situations")
  void publish_withAFollowedTag_reachesExactlyTheRightFeeds(
      String title, boolean inFeed, Situation situation) {
    long post = world.tagged(situation.post(this), tag);
    long untagged = world.post(somebody());

    world.publish(post);
    world.publish(untagged);

    assertThat(world.stored(reader).contains(post)).as("pushed").isEqualTo(inFeed);
    assertThat(world.home(reader, PAGE).contains(post)).as("read").isEqualTo(inFeed);
    assertThat(world.gathered(reader, PAGE).contains(post)).as("gathered").isEqualTo(inFeed);
    world.run("DELETE FROM home_feed WHERE account_id = $1", reader);
    world.rebuild(reader);
    assertThat(world.stored(reader).contains(post)).as("rebuilt").isEqualTo(inFeed);
    assertThat(world.home(reader, PAGE)).doesNotContain(untagged);
  }

  @Test
  void publish_manyFollowers_isCutIntoChunksAndEachGetsItOnce() {
    long second = world.tag();
    List<Long> readers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      long one = somebody();
      world.followTag(one, tag);
      world.followTag(one, second);
      readers.add(one);
    }
    long post = world.tagged(world.tagged(world.post(author), tag), second);

    FeedWorld.await(world.tagFeeds.start(world.published(post)));
    assertThat(world.chunks(FeedJobs.FAN_OUT_TAGS_CHUNK)).hasSize(4);
    world.publish(post);

    readers.forEach(one -> assertThat(world.stored(one)).containsExactly(post));
    assertThat(world.stored(author)).isEmpty();
  }

  @Test
  void publish_tagWithTooManyFollowers_isPulledAndNotPushed() {
    for (int i = 0; i < 16; i++) {
      world.followTag(somebody(), tag);
    }
    long post = world.tagged(world.post(author), tag);
    long muted = somebody();
    world.mute(reader, muted);
    world.tagged(world.post(muted), tag);

    world.publish(post);

    assertThat(world.stored(reader)).isEmpty();
    assertThat(world.home(reader, PAGE)).containsExactly(post);
    assertThat(world.home(reader, new Page(Long.MAX_VALUE, 0, true, 20))).containsExactly(post);
  }

  private static Job follows(JobKind kind, long account, long tag) {
    return FeedWorld.job(kind, new JsonObject().put("account", account).put("tag", tag));
  }

  @Test
  void followAndUnfollow_tag_areFollowedByTheFeed() {
    long newcomer = somebody();
    long old = world.tagged(world.post(author), tag);
    long own = world.tagged(world.post(newcomer), tag);
    world.followTag(newcomer, tag);
    FeedWorld.await(world.tagFeeds.backfill(follows(FeedJobs.BACKFILL_TAG, newcomer, tag)));
    assertThat(world.stored(newcomer)).containsExactly(old);

    long friend = somebody();
    world.follow(newcomer, friend);
    long byFriend = world.tagged(world.post(friend), tag);
    world.publish(byFriend);
    world.run("DELETE FROM tag_follow WHERE account_id = $1", newcomer);
    FeedWorld.await(world.tagFeeds.forget(follows(FeedJobs.FORGET_TAG, newcomer, tag)));

    assertThat(world.stored(newcomer)).containsExactly(byFriend);
    assertThat(world.home(newcomer, PAGE)).containsExactly(byFriend, own);
  }

  @Test
  void unfollow_author_keepsWhatAFollowedTagBrings() {
    world.follow(reader, author);
    long tagged = world.tagged(world.post(author), tag);
    long plain = world.post(author);
    world.publish(tagged);
    world.publish(plain);
    assertThat(world.stored(reader)).containsExactly(plain, tagged);

    world.run("DELETE FROM follow WHERE account_id = $1", reader);
    FeedWorld.await(world.upkeep.unfollow(FeedWorld.pair(FeedJobs.UNFOLLOW, reader, author)));

    assertThat(world.stored(reader)).containsExactly(tagged);
  }

  @Test
  void unfollow_thatIsLate_keepsThePostsOfWhoIsFollowedAgain() {
    world.follow(reader, author);
    long post = world.post(author);
    world.publish(post);

    FeedWorld.await(world.upkeep.unfollow(FeedWorld.pair(FeedJobs.UNFOLLOW, reader, author)));

    assertThat(world.stored(reader)).containsExactly(post);
  }

  /** A chunk that still sees the follow, and is written after the follow has ended. */
  @Test
  void unfollow_duringAFanOut_leavesNothingBehind() {
    world.follow(reader, author);
    long post = world.post(author);
    Promise<Void> goOn = Promise.promise();
    Promise<Void> written = Promise.promise();
    Future<Void> chunk =
        world.database.transaction(
            tx ->
                world
                    .feeds
                    .push(tx, post, Followers.all(author))
                    .onComplete(done -> written.complete())
                    .compose(done -> goOn.future()));
    FeedWorld.await(written.future());
    world.run("DELETE FROM follow WHERE account_id = $1", reader);

    Future<Void> unfollow =
        world.upkeep.unfollow(FeedWorld.pair(FeedJobs.UNFOLLOW, reader, author));
    awaitWaitingForALock();
    goOn.complete();

    FeedWorld.await(chunk);
    FeedWorld.await(unfollow);
    assertThat(world.stored(reader)).isEmpty();
  }

  private static void awaitWaitingForALock() {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (world
        .rows(
            "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database ="
                + " (SELECT oid FROM pg_database WHERE datname = current_database())")
        .isEmpty()) {
      assertThat(System.nanoTime()).as("nobody waits").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
