package org.flashcrowd.statuses;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.statuses.StatusStore.reply;
import static org.flashcrowd.statuses.StatusStore.text;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Failure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody marks for themselves: posts on their profile, threads that they tire of. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class PinsIT {
  private StatusStore store;
  private long alice;
  private long bob;

  @BeforeEach
  void setUp() {
    store = new StatusStore();
    alice = store.account("alice");
    bob = store.account("bob");
  }

  @AfterEach
  void tearDown() {
    store.close();
  }

  @Test
  void pin_ownPost_isShownFirstOnTheProfile_toWhoeverMaySeeIt() {
    long open = store.post(text(alice, "open"));
    long secret = store.post(text(alice, Visibility.PRIVATE, "for followers"));
    store.post(text(alice, "not pinned"));
    await(store.pins().pin(alice, secret));
    await(store.pins().pin(alice, open));
    await(store.pins().pin(alice, open));
    assertThat(pinned(alice)).containsExactly(Long.toString(open), Long.toString(secret));
    assertThat(pinned(bob)).containsExactly(Long.toString(open));
    assertThat(pinned(null)).containsExactly(Long.toString(open));
    assertThat(requireNonNull(store.see(alice, open).own()).pinned()).isTrue();
    assertThat(requireNonNull(store.see(bob, open).own()).pinned()).isNull();

    await(store.pins().unpin(alice, open));
    await(store.pins().unpin(alice, open));
    assertThat(pinned(bob)).isEmpty();
    assertThat(requireNonNull(store.see(alice, open).own()).pinned()).isFalse();
  }

  @Test
  void pin_whatMayNotBePinned_isRefused() {
    long theirs = store.post(text(bob, "Bob's"));
    refused(422, store.pins().pin(alice, theirs));
    long boost = await(store.interactions().reblog(alice, null, theirs, Visibility.PUBLIC));
    refused(422, store.pins().pin(alice, boost));
    long direct = store.post(text(alice, Visibility.DIRECT, "@bob hush"));
    refused(422, store.pins().pin(alice, direct));
    assertThat(requireNonNull(store.see(alice, direct).own()).pinned()).isNull();
    refused(404, store.pins().pin(alice, store.post(text(bob, Visibility.PRIVATE, "secret"))));
    refused(404, store.pins().pin(alice, 4711));
    assertThat(pinned(alice)).isEmpty();
  }

  @Test
  void pin_aSixthPost_isRefused_alsoAtOnce() {
    List<Long> posts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      posts.add(store.post(text(alice, "p" + i)));
    }
    List<Future<Void>> calls = posts.stream().map(id -> store.pins().pin(alice, id)).toList();
    await(Future.join(calls).otherwiseEmpty());
    assertThat(calls).filteredOn(Future::succeeded).hasSize(5);
    assertThat(pinned(alice)).hasSize(5);
    long kept = Long.parseLong(pinned(alice).getFirst());
    await(store.pins().pin(alice, kept));
    await(store.statuses().delete(alice, kept, false));
    await(store.pins().pin(alice, store.post(text(alice, "room again"))));
  }

  @Test
  void mute_thread_holdsForAllOfIt() {
    long first = store.post(text(alice, "first"));
    long answer = store.post(reply(bob, first, "answer"));
    long deeper = store.post(reply(alice, answer, "deeper"));
    await(store.threadMutes().mute(bob, deeper));
    await(store.threadMutes().mute(bob, first));
    for (long id : new long[] {first, answer, deeper}) {
      assertThat(requireNonNull(store.see(bob, id).own()).muted()).isTrue();
      assertThat(requireNonNull(store.see(alice, id).own()).muted()).isFalse();
    }
    long boost = await(store.interactions().reblog(alice, null, first, Visibility.PUBLIC));
    assertThat(requireNonNull(store.see(bob, boost).own()).muted()).isTrue();
    await(store.threadMutes().unmute(bob, answer));
    await(store.threadMutes().unmute(bob, answer));
    assertThat(requireNonNull(store.see(bob, deeper).own()).muted()).isFalse();
    refused(404, store.threadMutes().mute(bob, store.post(text(alice, Visibility.PRIVATE, "no"))));
  }

  private List<String> pinned(@Nullable Long viewer) {
    StatusLists.Filter filter = new StatusLists.Filter(false, false, false, true, null);
    return await(store.lists().ofAccount(viewer, alice, filter, Page.first(20))).items().stream()
        .map(StatusView::id)
        .toList();
  }

  private static void refused(int status, Future<?> call) {
    assertThatThrownBy(() -> await(call))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.status()).isEqualTo(status));
  }
}
