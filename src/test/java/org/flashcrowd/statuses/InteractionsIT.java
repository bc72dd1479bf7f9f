package org.flashcrowd.statuses;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.statuses.StatusStore.text;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Failure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class InteractionsIT {
  private static final int CROWD = 20;

  private static StatusStore store;
  private static Interactions interactions;
  private static long alice;
  private static long bob;
  private static final List<Long> crowd = new ArrayList<>();

  @BeforeAll
  static void setUp() {
    store = new StatusStore();
    interactions = store.interactions();
    alice = store.account("alice");
    bob = store.account("bob");
    for (int i = 0; i < CROWD; i++) {
      crowd.add(store.account("fan" + i));
    }
  }

  @AfterAll
  static void tearDown() {
    store.close();
  }

  @Test
  void favourite_byACrowdAtOnce_countsEachOnce() {
    long id = store.post(text(alice, "a hit"));
    int before = store.heard("favourited").size();
    List<Future<?>> calls = new ArrayList<>();
    for (long fan : crowd) {
      calls.add(interactions.favourite(fan, id));
      calls.add(interactions.favourite(fan, id));
    }
    await(Future.all(calls));
    assertThat(store.see(null, id).body().favouritesCount()).isEqualTo(CROWD);
    assertThat(store.heard("favourited")).hasSize(before + CROWD);
    assertThat(own(store.see(crowd.getFirst(), id)).favourited()).isTrue();

    calls.clear();
    for (long fan : crowd) {
      calls.add(interactions.unfavourite(fan, id));
      calls.add(interactions.unfavourite(fan, id));
    }
    await(Future.all(calls));
    assertThat(store.see(null, id).body().favouritesCount()).isZero();
  }

  @Test
  void reblog_byACrowdAtOnce_countsEachOnce() {
    long before = crowdsPosts();
    long id = store.post(text(alice, "a hit"));
    List<Future<Long>> calls = new ArrayList<>();
    for (long fan : crowd) {
      calls.add(interactions.reblog(fan, null, id, Visibility.PUBLIC));
      calls.add(interactions.reblog(fan, null, id, Visibility.PUBLIC));
    }
    await(Future.all(calls));
    HashSet<Long> boosts = new HashSet<>();
    calls.forEach(call -> boosts.add(call.result()));
    assertThat(boosts).hasSize(CROWD);
    assertThat(store.see(null, id).body().reblogsCount()).isEqualTo(CROWD);
    assertThat(crowdsPosts()).isEqualTo(before + CROWD);

    List<Future<Void>> undone = new ArrayList<>();
    for (long fan : crowd.subList(0, CROWD / 2)) {
      undone.add(interactions.unreblog(fan, id).mapEmpty());
      undone.add(interactions.unreblog(fan, id).mapEmpty());
    }
    // Racing with the rest, which go with the post itself.
    undone.add(store.statuses().delete(alice, id, false).mapEmpty());
    await(Future.all(undone));
    store.purge();
    assertThat(crowdsPosts()).isEqualTo(before);
  }

  @Test
  void reblog_post_showsBoth() {
    long id = store.post(text(alice, "original"));
    long boost = await(interactions.reblog(bob, null, id, Visibility.UNLISTED));
    StatusView view = store.see(bob, boost);
    assertThat(view.head().visibility()).isEqualTo("unlisted");
    assertThat(view.account().username()).isEqualTo("bob");
    assertThat(view.body().content()).isEqualTo("<p>original</p>");
    assertThat(requireNonNull(view.reblog()).id()).isEqualTo(Long.toString(id));
    assertThat(own(requireNonNull(view.reblog())).reblogged()).isTrue();
    assertThat(requireNonNull(view.reblog()).body().reblogsCount()).isEqualTo(1);
  }

  @Test
  void reblog_aBoost_boostsTheOriginal() {
    long id = store.post(text(alice, "original"));
    long boost = await(interactions.reblog(bob, null, id, Visibility.PUBLIC));
    long again = await(interactions.reblog(crowd.getFirst(), null, boost, Visibility.PUBLIC));
    assertThat(requireNonNull(store.see(null, again).reblog()).id()).isEqualTo(Long.toString(id));
    await(interactions.favourite(bob, boost));
    assertThat(store.see(null, id).body().favouritesCount()).isEqualTo(1);
  }

  @Test
  void reblog_privatePost_isForItsAuthorAlone() {
    long id = store.post(text(alice, Visibility.PRIVATE, "for followers"));
    store.run(
        "INSERT INTO follow (account_id, target_id, id) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING",
        bob,
        alice);
    assertRefused(422, interactions.reblog(bob, null, id, Visibility.PUBLIC));
    long own = await(interactions.reblog(alice, null, id, Visibility.PUBLIC));
    assertThat(store.see(bob, own).head().visibility()).isEqualTo("private");
    assertThat(await(store.statuses().views(null, List.of(own)))).isEmpty();
  }

  @Test
  void reblog_directPost_isForNobody() {
    long id = store.post(text(alice, Visibility.DIRECT, "@bob hush"));
    assertRefused(422, interactions.reblog(alice, null, id, Visibility.PUBLIC));
    assertRefused(422, interactions.reblog(bob, null, id, Visibility.PUBLIC));
    assertRefused(404, interactions.reblog(crowd.getFirst(), null, id, Visibility.PUBLIC));
    long open = store.post(text(alice, "open"));
    assertRefused(422, interactions.reblog(bob, null, open, Visibility.DIRECT));
  }

  @Test
  void undoing_whatWasNeverDone_changesNothing() {
    long id = store.post(text(alice, "quiet"));
    await(interactions.unfavourite(bob, id));
    await(interactions.unbookmark(bob, id));
    await(interactions.unreblog(bob, id));
    StatusView view = store.see(bob, id);
    assertThat(view.body().favouritesCount()).isZero();
    assertThat(view.body().reblogsCount()).isZero();
  }

  @Test
  void bookmarks_pagedByWhenTheyWereMade() {
    long older = store.post(text(alice, "older"));
    long newer = store.post(text(alice, "newer"));
    await(interactions.bookmark(bob, newer));
    await(interactions.bookmark(bob, older));
    await(interactions.bookmark(bob, older));
    var listed = await(store.lists().bookmarks(bob, Page.first(1)));
    assertThat(listed.items()).extracting(StatusView::id).containsExactly(Long.toString(older));
    var next = await(store.lists().bookmarks(bob, new Page(listed.keys().getLast(), 0, false, 1)));
    assertThat(next.items()).extracting(StatusView::id).containsExactly(Long.toString(newer));
    assertThat(own(next.items().getFirst()).bookmarked()).isTrue();
  }

  private static long crowdsPosts() {
    return store.number(
        "SELECT sum(statuses_count) FROM account_stats WHERE account_id = ANY ($1)",
        (Object) crowd.toArray(Long[]::new));
  }

  private static StatusView.Own own(StatusView view) {
    return requireNonNull(view.own());
  }

  private static void assertRefused(int status, Future<?> call) {
    assertThatThrownBy(() -> await(call))
        .isInstanceOfSatisfying(
            Failure.class, refused -> assertThat(refused.status()).isEqualTo(status));
  }
}
