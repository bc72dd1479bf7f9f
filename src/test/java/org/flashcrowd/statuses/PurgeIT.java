package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.statuses.StatusStore.reply;
import static org.flashcrowd.statuses.StatusStore.text;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class PurgeIT {
  private static final int CROWD = 2_000;

  private StatusStore store;
  private long alice;

  @BeforeEach
  void setUp() {
    store = new StatusStore();
    alice = store.account("alice");
  }

  @AfterEach
  void tearDown() {
    store.close();
  }

  @Test
  void delete_postBoostedBy2000_isGoneAtOnce_andItsBoostsPartByPart() {
    long id = boostedByACrowd();
    long bob = store.account("bob");
    long answer = store.post(reply(bob, id, "answer"));
    await(store.threadMutes().mute(bob, id));
    assertThat(store.see(bob, 1_000_001).reblog()).isNotNull();

    await(store.statuses().delete(alice, id, false));
    assertThat(await(store.statuses().views(bob, List.of(id, 1_000_001L)))).isEmpty();
    assertThat(await(store.statuses().views(alice, List.of(id)))).isEmpty();
    assertThat(posts(alice)).isZero();
    assertThat(store.heard("deleted")).hasSize(1);
    assertThat(store.number("SELECT count(*) FROM status")).isEqualTo(CROWD + 2);

    assertThat(store.purge()).isEqualTo(CROWD / Purge.BOOSTS + 1);
    assertThat(store.number("SELECT count(*) FROM status")).isEqualTo(1);
    assertThat(store.number("SELECT count(*) FROM favourite")).isZero();
    assertThat(
            store.number("SELECT sum(statuses_count) FROM account_stats WHERE account_id < 9999"))
        .isZero();
    assertThat(store.heard("deleted"))
        .extracting(args -> args.getLong("status"))
        .hasSize(CROWD + 1)
        .doesNotHaveDuplicates();
    JsonObject boost = store.heard("deleted", 1_000_001);
    assertThat(boost.getLong("reblog_of")).isEqualTo(id);
    assertThat(boost.getLong("account")).isEqualTo(1);
    assertThat(store.see(bob, answer).body().inReplyToId()).isNull();
    // The thread lives on in its answers.
    assertThat(Objects.requireNonNull(store.see(bob, answer).own()).muted()).isTrue();
  }

  /** A worker that dies after a part leaves the next part to be done, and none twice. */
  @Test
  void purge_jobThatRunsAgain_doesNothingTwice() {
    long id = boostedByACrowd();
    await(store.statuses().delete(alice, id, false));
    List<Job> first = await(store.claim(Purge.PURGE));
    await(store.purging().run(first.getFirst()));
    assertThatThrownBy(() -> await(store.purging().run(first.getFirst()))).isNotNull();
    store.purge();
    assertThat(store.number("SELECT sum(statuses_count) FROM account_stats")).isZero();
    assertThat(store.heard("deleted")).hasSize(CROWD + 1);
    assertThat(store.number("SELECT count(*) FROM status")).isZero();
  }

  @Test
  void delete_lastOfAThread_forgetsItsMutes() {
    long id = store.post(text(alice, "alone"));
    await(store.threadMutes().mute(alice, id));
    await(store.statuses().delete(alice, id, false));
    store.purge();
    assertThat(store.number("SELECT count(*) FROM conversation_mute")).isZero();
  }

  @Test
  void delete_twice_isNotFound() {
    long id = store.post(text(alice, "once"));
    await(store.statuses().delete(alice, id, false));
    assertNotFound(id);
    store.purge();
    assertNotFound(id);
    assertThat(store.heard("deleted")).hasSize(1);
  }

  @Test
  void delete_boost_isGoneWithItsCounts() {
    long bob = store.account("bob");
    long id = store.post(text(alice, "boost me"));
    long boost = await(store.interactions().reblog(bob, null, id, Visibility.PUBLIC));
    await(store.statuses().delete(bob, boost, false));
    assertThat(posts(bob)).isZero();
    assertThat(store.see(bob, id).body().reblogsCount()).isZero();
    assertThat(store.number("SELECT count(*) FROM status WHERE id = $1", boost)).isZero();
    assertThat(store.heard("deleted", boost).getLong("reblog_of")).isEqualTo(id);
  }

  /** What was boosted may be hidden by now: the booster can take the boost back all the same. */
  @Test
  void delete_boostOfWhatIsHidden_works_andShowsNothingOfIt() {
    long bob = store.account("bob");
    long id = store.post(text(alice, "secret"));
    long boost = await(store.interactions().reblog(bob, null, id, Visibility.PUBLIC));
    store.block(alice, bob);
    assertThat(await(store.statuses().views(bob, List.of(boost)))).isEmpty();
    StatusView gone = await(store.statuses().delete(bob, boost, false));
    assertThat(gone.id()).isEqualTo(Long.toString(boost));
    assertThat(gone.reblog()).isNull();
    assertThat(gone.body().content()).isEmpty();
    assertThat(store.number("SELECT count(*) FROM status WHERE id = $1", boost)).isZero();
  }

  /** Accounts 1 to 2,000 have boosts 1,000,001 to 1,002,000 of one post, and like it. */
  private long boostedByACrowd() {
    long id = store.post(text(alice, "a hit"));
    for (String rows :
        new String[] {
          "INSERT INTO account (id, username) SELECT i, 'fan' || i FROM generate_series(1, 2000) i"
              + " WHERE $1::bigint > 0",
          "INSERT INTO account_stats (account_id, statuses_count) SELECT i, 1 FROM"
              + " generate_series(1, 2000) i WHERE $1::bigint > 0",
          "INSERT INTO status (id, account_id, state, visibility, reblog_of_id) SELECT 1000000 + i,"
              + " i, 'published', 'public', $1 FROM generate_series(1, 2000) i",
          "INSERT INTO favourite (account_id, status_id, id) SELECT i, $1, i FROM"
              + " generate_series(1, 1500) i",
        }) {
      store.run(rows, id);
    }
    return id;
  }

  private long posts(long account) {
    return store.number("SELECT statuses_count FROM account_stats WHERE account_id = $1", account);
  }

  private void assertNotFound(long id) {
    assertThatThrownBy(() -> await(store.statuses().delete(alice, id, false)))
        .isInstanceOfSatisfying(
            Failure.class, refused -> assertThat(refused.status()).isEqualTo(404));
  }
}
