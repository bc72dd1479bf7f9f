package org.flashcrowd.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.db.Page;
import org.flashcrowd.jobs.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FanOutIT {
  private static final Page PAGE = Page.first(20);
  private static FeedWorld world;
  private static int names;

  @BeforeAll
  static void start() {
    world = new FeedWorld(Map.of("CHUNK", "3", "MAX_ENTRIES", "20"));
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static long somebody() {
    return world.account("somebody" + ++names);
  }

  /** Makes a post of {@code author}, arranging what stands between them and {@code reader}. */
  private interface Situation {
    long post(long reader, long author);
  }

  private static Arguments given(String title, boolean inFeed, Situation situation) {
    return Arguments.of(title, inFeed, situation);
  }

  static Stream<Arguments> situations() {
    return Stream.of(
        given("a follower, public", true, (reader, author) -> followed(reader, author, "public")),
        given("a follower, unlisted", true, (r, a) -> followed(r, a, "unlisted")),
        given("a follower, followers only", true, (r, a) -> followed(r, a, "private")),
        given("a follower, direct", false, (r, a) -> followed(r, a, "direct")),
        given("a follower who is named in a direct post", false, FanOutIT::named),
        given("a stranger, public", false, (reader, author) -> world.post(author)),
        given("the author muted", false, FanOutIT::muted),
        given("the author muted until yesterday", true, FanOutIT::mutedOnce),
        given("the reader blocked", false, FanOutIT::blockedByAuthor),
        given("somebody blocked is mentioned", false, FanOutIT::mentionsBlocked),
        given("a boost", true, FanOutIT::boosted),
        given("a boost, and none wanted", false, FanOutIT::boostUnwanted),
        given("a boost of somebody muted", false, FanOutIT::boostOfMuted),
        given("a boost of somebody who blocks the reader", false, FanOutIT::boostOfBlocker),
        given("an answer to somebody followed", true, FanOutIT::replyToFollowed),
        given("an answer to a stranger", false, FanOutIT::replyToStranger),
        given("an answer to oneself", true, FanOutIT::replyToSelf),
        given("an answer to the reader", true, FanOutIT::replyToReader),
        given("a post that is held", false, (r, a) -> unpublished(r, a, "held")),
        given("a post that failed", false, (r, a) -> unpublished(r, a, "failed")),
        given("a language that is wanted", true, (r, a) -> inLanguage(r, a, "de")),
        given("a dialect of one that is wanted", true, (r, a) -> inLanguage(r, a, "de-AT")),
        given("a language that is not wanted", false, (r, a) -> inLanguage(r, a, "en")),
        given("the author suspended", false, FanOutIT::suspended));
  }

  private static long followed(long reader, long author, String visibility) {
    world.follow(reader, author);
    return world.post(author, visibility);
  }

  private static long named(long reader, long author) {
    long post = followed(reader, author, "direct");
    world.mention(post, reader);
    return post;
  }

  private static long muted(long reader, long author) {
    world.mute(reader, author);
    return followed(reader, author, "public");
  }

  private static long mutedOnce(long reader, long author) {
    long post = muted(reader, author);
    world.run(
        "UPDATE mute SET expires_at = now() - interval '1 day' WHERE account_id = $1", reader);
    return post;
  }

  private static long blockedByAuthor(long reader, long author) {
    world.block(author, reader);
    return followed(reader, author, "public");
  }

  private static long mentionsBlocked(long reader, long author) {
    long blocked = somebody();
    world.block(reader, blocked);
    long post = followed(reader, author, "public");
    world.mention(post, blocked);
    return post;
  }

  private static long boosted(long reader, long author) {
    world.follow(reader, author);
    return world.boost(author, world.post(somebody()));
  }

  private static long boostUnwanted(long reader, long author) {
    long boost = boosted(reader, author);
    world.run("UPDATE follow SET show_reblogs = false WHERE account_id = $1", reader);
    return boost;
  }

  private static long boostOfMuted(long reader, long author) {
    long muted = somebody();
    world.mute(reader, muted);
    world.follow(reader, author);
    return world.boost(author, world.post(muted));
  }

  private static long boostOfBlocker(long reader, long author) {
    long blocker = somebody();
    world.block(blocker, reader);
    world.follow(reader, author);
    return world.boost(author, world.post(blocker));
  }

  private static long replyToFollowed(long reader, long author) {
    long friend = somebody();
    world.follow(reader, friend);
    world.follow(reader, author);
    return world.reply(author, world.post(friend, "private"));
  }

  private static long replyToStranger(long reader, long author) {
    world.follow(reader, author);
    return world.reply(author, world.post(somebody()));
  }

  private static long replyToSelf(long reader, long author) {
    world.follow(reader, author);
    return world.reply(author, world.post(author, "direct"));
  }

  private static long replyToReader(long reader, long author) {
    world.follow(reader, author);
    return world.reply(author, world.post(reader, "direct"));
  }

  private static long unpublished(long reader, long author, String state) {
    long post = followed(reader, author, "public");
    world.run("UPDATE status SET state = $2::text::status_state WHERE id = $1", post, state);
    return post;
  }

  private static long inLanguage(long reader, long author, String language) {
    long post = followed(reader, author, "public");
    world.run("UPDATE follow SET languages = '{fr,de}' WHERE account_id = $1", reader);
    world.run("UPDATE status SET language = $2 WHERE id = $1", post, language);
    return post;
  }

  private static long suspended(long reader, long author) {
    world.run("UPDATE account SET suspended_at = now() WHERE id = $1", author);
    return followed(reader, author, "public");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("situations")
  void publish_inEachSituation_reachesExactlyTheRightFeeds(
      String title, boolean inFeed, Situation situation) {
    long reader = somebody();
    long author = somebody();
    long post = situation.post(reader, author);

    world.publish(post);

    assertThat(world.stored(reader).contains(post)).as("pushed").isEqualTo(inFeed);
    assertThat(world.home(reader, PAGE).contains(post)).as("read").isEqualTo(inFeed);
    assertThat(world.gathered(reader, PAGE).contains(post)).as("gathered").isEqualTo(inFeed);
    world.run("DELETE FROM home_feed WHERE account_id = $1", reader);
    world.rebuild(reader);
    assertThat(world.stored(reader).contains(post)).as("rebuilt").isEqualTo(inFeed);
  }

  @Test
  void publish_authorsOwnFeed_hasThePostWithoutAnyJob() {
    long author = somebody();
    long post = world.post(author, "direct");

    assertThat(world.home(author, PAGE)).containsExactly(post);
  }

  @Test
  void publish_feedNotKeptAnyMore_writesNothing() {
    long reader = somebody();
    long author = somebody();
    world.follow(reader, author);
    world.run("UPDATE home_feed_state SET kept_until = now() WHERE account_id = $1", reader);

    world.publish(world.post(author));

    assertThat(world.stored(reader)).isEmpty();
  }

  @Test
  void publish_manyFollowers_isCutIntoChunksThatCoverAll() {
    long author = somebody();
    List<Long> readers = followers(author, 10);
    long post = world.post(author);

    FeedWorld.await(world.fanOut.start(world.published(post)));

    List<Job> chunks = world.chunks(FeedJobs.FAN_OUT_CHUNK);
    assertThat(chunks).hasSize(4);
    assertThat(readers).allSatisfy(reader -> assertThat(world.stored(reader)).isEmpty());
    world.run("DELETE FROM job");
  }

  @Test
  void chunk_interruptedAndRepeated_missesNobodyAndDoublesNothing() {
    long author = somebody();
    List<Long> readers = followers(author, 10);
    long post = world.post(author);
    FeedWorld.await(world.fanOut.start(world.published(post)));
    List<Job> chunks = world.chunks(FeedJobs.FAN_OUT_CHUNK);

    FeedWorld.await(world.fanOut.chunk(chunks.get(1)));
    Future<Integer> broken =
        world.database.transaction(
            tx ->
                world
                    .feeds
                    .push(tx, post, FeedJobs.run(chunks.get(2)))
                    .compose(written -> Future.failedFuture("the node dies here")));
    assertThat(broken.transform(ended -> Future.succeededFuture(ended.failed())).await()).isTrue();
    assertThat(inFeeds(readers, post)).isEqualTo(3);

    chunks.forEach(chunk -> FeedWorld.await(world.fanOut.chunk(chunk)));
    chunks.forEach(chunk -> FeedWorld.await(world.fanOut.chunk(chunk)));
    // A second delivery of the first job makes the same chunks again.
    world.publish(post);

    assertThat(readers)
        .allSatisfy(reader -> assertThat(world.stored(reader)).containsExactly(post));
  }

  private static long inFeeds(List<Long> readers, long post) {
    return readers.stream().filter(reader -> world.stored(reader).contains(post)).count();
  }

  private static List<Long> followers(long author, int count) {
    List<Long> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long reader = somebody();
      world.follow(reader, author);
      readers.add(reader);
    }
    return readers;
  }

  @Test
  void chunk_longFeeds_areTrimmedInTime() {
    long author = somebody();
    long reader = followers(author, 1).getFirst();

    for (int i = 0; i < 200; i++) {
      world.publish(world.post(author));
    }

    assertThat(world.stored(reader)).hasSizeBetween(20, 199);
    assertThat(world.home(reader, PAGE)).hasSize(20);
  }

  @Test
  void chunk_done_isMeasured() {
    double before = world.registry.get("flashcrowd.feeds.fan.out").summary().totalAmount();
    long author = somebody();
    followers(author, 2);

    world.publish(world.post(author));

    assertThat(world.registry.get("flashcrowd.feeds.fan.out").summary().totalAmount())
        .isEqualTo(before + 2);
    assertThat(world.registry.get("flashcrowd.feeds.delay").timer().count()).isPositive();
  }
}
