package org.flashcrowd.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Page;
import org.flashcrowd.jobs.Job;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Authors who are pulled while a surge lasts, and how they come back without a hole in any feed.
 */
class PulledAuthorsIT {
  private static final Page PAGE = Page.first(20);
  private static final int SURGE = 2;

  private static FeedWorld world;
  private static int names;

  private long author;
  private List<Long> readers;

  @BeforeAll
  static void start() {
    world = new FeedWorld(Map.of("CHUNK", "3", "PULL_THRESHOLD", "100"));
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void popularAuthor() {
    world.pullThreshold = world.settings.pullThreshold();
    author = world.account("author" + ++names);
    readers = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      long reader = world.account("reader" + ++names);
      world.follow(reader, author);
      readers.add(reader);
    }
  }

  /** A post, with the fan-out's work for it but without what it sends for. */
  private long post() {
    long post = world.post(author);
    FeedWorld.await(world.fanOut.start(world.published(post)));
    world.chunks(FeedJobs.FAN_OUT_CHUNK).forEach(job -> FeedWorld.await(world.fanOut.chunk(job)));
    world.run("DELETE FROM job WHERE kind <> 'timelines.return'");
    return post;
  }

  private void comeBack() {
    List<Job> waiting = world.chunks(FeedJobs.RETURN);
    // Those of one author that wait together are one job to whoever claims them.
    assertThat(waiting).isNotEmpty();
    world.run("DELETE FROM job");
    FeedWorld.await(world.pulled.comeBack(waiting.getFirst()));
  }

  private boolean isPulled() {
    return !world.rows("SELECT 1 FROM pulled_author WHERE account_id = $1", author).isEmpty();
  }

  private void everybodyReads(Long... posts) {
    assertThat(readers)
        .allSatisfy(reader -> assertThat(world.home(reader, PAGE)).containsExactly(posts));
  }

  private void everyFeedHolds(Long... posts) {
    assertThat(readers)
        .allSatisfy(reader -> assertThat(world.stored(reader)).containsExactly(posts));
  }

  @Test
  void pulled_duringASurge_writesNothingAndEverybodyReadsIt() {
    long before = post();
    world.pullThreshold = SURGE;
    long during = post();

    everyFeedHolds(before);
    everybodyReads(during, before);
  }

  @Test
  void comeBack_surgeIsOver_writesWhatWasLeftOutAndPullsNoMore() {
    long before = post();
    world.pullThreshold = SURGE;
    long during = post();
    world.pullThreshold = world.settings.pullThreshold();
    long after = post();
    everybodyReads(after, during, before);

    comeBack();

    assertThat(isPulled()).isFalse();
    everyFeedHolds(after, during, before);
    everybodyReads(after, during, before);
    long later = post();
    everyFeedHolds(later, after, during, before);
    assertThat(world.chunks(FeedJobs.RETURN)).isEmpty();
  }

  @Test
  void comeBack_interruptedHalfWay_missesNothingAtAnyMoment() {
    world.pullThreshold = SURGE;
    long during = post();
    world.pullThreshold = world.settings.pullThreshold();
    long after = post();
    // The node dies after its first step.
    world.run("UPDATE pulled_author SET leaving = true WHERE account_id = $1", author);
    long between = post();

    everyFeedHolds(between);
    everybodyReads(between, after, during);
    comeBack();
    everyFeedHolds(between, after, during);
    everybodyReads(between, after, during);
  }

  @Test
  void comeBack_anotherSurgeMeanwhile_staysPulled() {
    world.pullThreshold = SURGE;
    long first = post();
    world.run("UPDATE pulled_author SET leaving = true WHERE account_id = $1", author);
    long second = post();

    everyFeedHolds();
    everybodyReads(second, first);
    assertThat(world.chunks(FeedJobs.RETURN)).isEmpty();
    assertThat(
            world
                .row("SELECT leaving FROM pulled_author WHERE account_id = $1", author)
                .getBoolean("leaving"))
        .isFalse();
  }

  @Test
  void pulled_trulyPopularMeanwhile_staysForGood() {
    world.pullThreshold = SURGE;
    post();
    world.run("UPDATE account_stats SET followers_count = 101 WHERE account_id = $1", author);
    world.pullThreshold = world.settings.pullThreshold();
    post();
    world.run("UPDATE account_stats SET followers_count = 7 WHERE account_id = $1", author);
    post();

    assertThat(world.chunks(FeedJobs.RETURN)).isEmpty();
    assertThat(isPulled()).isTrue();
  }
}
