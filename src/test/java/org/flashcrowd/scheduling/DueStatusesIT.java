package org.flashcrowd.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.scheduling.SchedulingStore.keyed;
import static org.flashcrowd.scheduling.SchedulingStore.post;
import static org.flashcrowd.scheduling.SchedulingStore.reply;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.LeaseLost;
import org.flashcrowd.statuses.StatusView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a scheduled post at its time. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class DueStatusesIT {
  private SchedulingStore store;
  private long alice;
  private long bob;

  @BeforeEach
  void setUp() {
    store = new SchedulingStore();
    alice = store.account("alice");
    bob = store.account("bob");
  }

  @AfterEach
  void tearDown() {
    store.close();
  }

  @Test
  void publish_dueWithPhotos_isAPostWithThemInTheirOrder() {
    long first = store.photo(alice, "ready");
    long second = store.photo(alice, "ready");
    long scheduled = store.due(post(alice, "dawn #lake @bob", second, first));

    store.publish(scheduled);

    StatusView seen = store.seen(bob, alice).getFirst();
    assertThat(seen.body().mediaAttachments())
        .extracting(photo -> Long.parseLong(photo.id()))
        .containsExactly(second, first);
    assertThat(seen.body().mentions()).hasSize(1);
    assertThat(seen.body().tags()).hasSize(1);
    assertThat(Long.parseLong(seen.id())).isGreaterThan(scheduled);
    assertThat(waiting()).isZero();
    assertThat(heard("published")).isEqualTo(1);
    assertThat(statuses()).isEqualTo(1);
  }

  @Test
  void publish_twoWorkersAtOnce_publishOnce() {
    List<Long> scheduled = new ArrayList<>();
    List<Future<Void>> runs = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      scheduled.add(store.due(post(alice, "post " + i)));
    }
    for (long id : scheduled) {
      Job one = store.claim(id);
      Job other = store.claim(id);
      runs.add(store.publish(one));
      runs.add(store.publish(other));
    }
    await(Future.all(runs));

    assertThat(store.seen(bob, alice)).hasSize(10);
    assertThat(heard("published")).isEqualTo(10);
    assertThat(waiting()).isZero();
    assertThat(
            store.number(
                "SELECT count(*) FROM job WHERE kind = 'scheduling.publish' AND runner IS NOT"
                    + " NULL"))
        .isZero();
  }

  /** A worker that was given up while it was at work: its transaction must not count. */
  @Test
  void publish_leaseLost_leavesAllToWhoeverHasIt() {
    long photo = store.photo(alice, "ready");
    long scheduled = store.due(post(alice, "once", photo));
    Job late = store.claim(scheduled);
    store.run("UPDATE job SET lease = lease + 1 WHERE id = $1", late.id());

    assertThatThrownBy(() -> await(store.publish(late))).isInstanceOf(LeaseLost.class);

    assertThat(store.seen(alice, alice)).isEmpty();
    assertThat(waiting()).isEqualTo(1);
    assertThat(heard("published")).isZero();
    store.publish(scheduled);
    assertThat(store.seen(bob, alice)).hasSize(1);
    assertThat(store.seen(bob, alice).getFirst().body().mediaAttachments()).hasSize(1);
  }

  /** Dies after the post was written and before the commit. */
  @Test
  void publish_diesBeforeTheCommit_publishesOnceAfterwards() {
    long scheduled = store.due(keyed(alice, "once", "key"));
    store.run("CREATE SEQUENCE deaths");
    store.run(
        """
        CREATE FUNCTION die_once() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF nextval('deaths') = 1 THEN RAISE EXCEPTION 'the power went out'; END IF;
          RETURN OLD;
        END $$
        """);
    store.run(
        """
        CREATE TRIGGER die_once BEFORE DELETE ON scheduled_status
        FOR EACH ROW EXECUTE FUNCTION die_once()
        """);
    Job job = store.claim(scheduled);

    assertThatThrownBy(() -> await(store.publish(job))).hasMessageContaining("power");
    assertThat(store.seen(alice, alice)).isEmpty();
    await(store.publish(job));

    assertThat(store.seen(bob, alice)).hasSize(1);
    assertThat(heard("published")).isEqualTo(1);
  }

  @Test
  void publish_movedMeanwhile_waitsForTheNewTime() {
    long scheduled = store.schedule(post(alice, "not yet"));

    store.publish(scheduled);

    assertThat(store.seen(alice, alice)).isEmpty();
    assertThat(waiting()).isEqualTo(1);
    assertThat(
            store.number(
                """
                SELECT count(*) FROM job j JOIN scheduled_status s ON j.run_at = s.scheduled_at
                 WHERE j.kind = 'scheduling.publish' AND j.state = 'scheduled'
                """))
        .isPositive();
  }

  @Test
  void publish_cancelledMeanwhile_doesNothing() {
    store.publish(store.claim(1).args().getLong("scheduled"));
    assertThat(heard("published")).isZero();
  }

  @Test
  void publish_photoStillProcessing_isHeld() {
    long scheduled = store.due(post(alice, "", store.photo(alice, "processing")));

    store.publish(scheduled);

    assertThat(store.seen(bob, alice)).isEmpty();
    assertThat(store.seen(alice, alice).getFirst().body().content())
        .doesNotContain("not published");
    assertThat(store.number("SELECT count(*) FROM status WHERE state = 'held'")).isEqualTo(1);
  }

  @Test
  void publish_photoFailed_isAFailedPostThatKeepsTheOthers() {
    long good = store.photo(alice, "ready");
    long bad = store.photo(alice, "ready");
    long scheduled = store.due(post(alice, "two @bob", good, bad));
    store.run("UPDATE media SET state = 'failed', failure = 'no picture' WHERE id = $1", bad);

    store.publish(scheduled);

    StatusView seen = store.seen(alice, alice).getFirst();
    assertThat(seen.body().content()).contains("not published", "no picture", "two");
    assertThat(seen.body().mediaAttachments()).hasSize(2);
    assertThat(store.seen(bob, alice)).isEmpty();
    assertThat(heard("published")).isZero();
    assertThat(heard("failed")).isEqualTo(1);
    assertThat(waiting()).isZero();
    assertThat(statuses()).isZero();
  }

  @Test
  void publish_answeredPostGone_isAFailedPost() {
    long question = store.write(post(bob, "question"));
    long photo = store.photo(alice, "ready");
    long scheduled = store.due(reply(alice, question, "answer", photo));
    store.remove(bob, question);

    store.publish(scheduled);

    StatusView seen = store.seen(alice, alice).getFirst();
    assertThat(seen.body().content()).contains("not published", "no longer there", "answer");
    assertThat(seen.body().inReplyToId()).isNull();
    assertThat(seen.body().mediaAttachments()).hasSize(1);
    assertThat(store.seen(bob, alice)).isEmpty();
  }

  @Test
  void publish_answeredPost_isAnswered() {
    long question = store.write(post(bob, "question"));
    store.publish(store.due(reply(alice, question, "answer")));
    assertThat(store.seen(bob, alice).getFirst().body().inReplyToId())
        .isEqualTo(Long.toString(question));
  }

  @Test
  void publish_authorSuspended_isAFailedPostForAfterwards() {
    for (String bar : List.of("suspended_at", "disabled_at")) {
      long author = store.account(bar);
      long scheduled = store.due(post(author, "hello"));
      store.run("UPDATE account SET %s = now() WHERE id = $1".formatted(bar), author);

      store.publish(scheduled);

      store.run("UPDATE account SET %s = NULL WHERE id = $1".formatted(bar), author);
      assertThat(store.seen(bob, author)).isEmpty();
      assertThat(store.seen(author, author).getFirst().body().content())
          .contains("not published", "not allowed to post", "hello");
    }
    assertThat(heard("published")).isZero();
  }

  @Test
  void publish_authorRemoved_isForgotten() {
    long scheduled = store.due(post(alice, "hello"));
    store.run("UPDATE account SET removed_at = now(), suspended_at = now() WHERE id = $1", alice);

    store.publish(scheduled);

    assertThat(waiting()).isZero();
    assertThat(store.number("SELECT count(*) FROM status")).isZero();
  }

  @Test
  void schedule_sameKey_answersWhatItStandsFor() {
    Instant at = Instant.now().plus(Duration.ofHours(1));
    long scheduled = store.schedule(keyed(alice, "once", "key"));
    Object again = await(store.schedule(keyed(alice, "once", "key"), at));
    assertThat(((ScheduledStatusView) again).id()).isEqualTo(Long.toString(scheduled));
    // A repeated call may be so late that its time is too near by then.
    Object late = await(store.schedule(keyed(alice, "once", "key"), Instant.now()));
    assertThat(((ScheduledStatusView) late).id()).isEqualTo(Long.toString(scheduled));
    assertThat(waiting()).isEqualTo(1);

    store.run("UPDATE scheduled_status SET scheduled_at = now() WHERE id = $1", scheduled);
    store.publish(scheduled);

    Object published = await(store.schedule(keyed(alice, "once", "key"), at));
    assertThat(((StatusView) published).id())
        .isEqualTo(store.seen(bob, alice).getFirst().id())
        .isEqualTo(Long.toString(store.write(keyed(alice, "once", "key"))));
    assertThat(waiting()).isZero();
  }

  @Test
  void schedule_manyAtOnceWithOneKey_keepOne() {
    Instant at = Instant.now().plus(Duration.ofHours(1));
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(store.schedule(keyed(alice, "once", "key"), at));
    }
    await(Future.all(calls));
    assertThat(waiting()).isEqualTo(1);
  }

  @Test
  void schedule_manyAtOnce_keepTheLimits() {
    Instant at = Instant.now().plus(Duration.ofDays(2));
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      calls.add(store.schedule(post(alice, "post " + i), at));
    }
    await(Future.join(calls).otherwiseEmpty());
    assertThat(calls).filteredOn(Future::succeeded).hasSize(25);
    assertThat(calls).filteredOn(Future::failed).allSatisfy(DueStatusesIT::assertTooMany);
    await(store.schedule(post(alice, "another day"), at.plus(Duration.ofDays(1))));
    await(store.schedule(post(bob, "somebody else"), at));
  }

  private static void assertTooMany(Future<?> refused) {
    assertThat(refused.cause())
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.status()).isEqualTo(422);
              assertThat(failure.getMessage()).contains("limit of 25 scheduled posts for that day");
            });
  }

  @Test
  void schedule_threeHundredWaiting_isRefused() {
    store.run(
        """
        INSERT INTO scheduled_status (id, account_id, scheduled_at, visibility, text, spoiler_text,
                                      sensitive)
        SELECT n, $1, now() + n * interval '1 day', 'public', 'x', '', false
          FROM generate_series(1, 300) n
        """,
        alice);
    assertThatThrownBy(
            () -> await(store.schedule(post(alice, "x"), Instant.now().plusSeconds(3600))))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("limit of 300 scheduled posts");
  }

  private long waiting() {
    return store.number("SELECT count(*) FROM scheduled_status");
  }

  private long heard(String event) {
    return store.number("SELECT count(*) FROM job WHERE kind = $1", "test." + event);
  }

  private long statuses() {
    return store.number("SELECT statuses_count FROM account_stats WHERE account_id = $1", alice);
  }
}
