package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.statuses.StatusStore.photos;
import static org.flashcrowd.statuses.StatusStore.text;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.http.Failure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class HeldPostsIT {
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
  void create_processingPhoto_isSeenByItsAuthorAlone() {
    long id = store.post(photos(alice, store.photo(alice, "processing")));
    StatusView view = store.see(alice, id);
    assertThat(view.body().mediaAttachments().getFirst().url()).isNull();
    assertThat(view.body().pfType()).isEqualTo("photo");
    assertUnseen(bob, id);
    assertUnseen(null, id);
    assertThat(store.heard("published")).isEmpty();
    assertThat(statuses(alice)).isZero();
  }

  @Test
  void release_lastPhotoReady_publishesOnce() {
    long first = store.photo(alice, "processing");
    long second = store.photo(alice, "processing");
    long id = store.post(photos(alice, first, second));
    finish(first, "ready");
    assertUnseen(bob, id);
    finish(second, "ready");
    assertThat(store.see(bob, id).body().mediaAttachments()).hasSize(2);
    assertThat(store.heard("published")).hasSize(1);
    assertThat(statuses(alice)).isEqualTo(1);
    assertThat(store.number("SELECT count(*) FROM job WHERE kind = 'statuses.release'")).isZero();
  }

  @Test
  void release_photoFailed_tellsItsAuthorWhy() {
    long first = store.photo(alice, "processing");
    long second = store.photo(alice, "processing");
    long id = store.post(photos(alice, first, second));
    finish(first, "failed");
    finish(second, "ready");
    assertThat(store.see(alice, id).body().content()).contains("not published: no picture in it");
    assertThat(store.see(alice, id).body().contentText()).isEmpty();
    assertUnseen(bob, id);
    assertThat(store.heard("published")).isEmpty();
    assertThat(store.heard("failed")).hasSize(1);
    assertThat(statuses(alice)).isZero();
    await(store.statuses().delete(alice, id, false));
    assertThat(statuses(alice)).isZero();
  }

  @Test
  void release_photoWithoutPost_doesNothing() {
    finish(store.photo(alice, "processing"), "ready");
    assertThat(store.heard("published")).isEmpty();
  }

  @Test
  void actions_onOnesOwnHeldPost_areKept_exceptBoosts() {
    long id = store.post(photos(alice, store.photo(alice, "processing")));
    await(store.interactions().favourite(alice, id));
    await(store.interactions().bookmark(alice, id));
    StatusView.Own own = java.util.Objects.requireNonNull(store.see(alice, id).own());
    assertThat(own.favourited()).isTrue();
    assertThat(own.bookmarked()).isTrue();
    assertThatThrownBy(() -> await(store.interactions().reblog(alice, null, id, Visibility.PUBLIC)))
        .isInstanceOfSatisfying(
            Failure.class, refused -> assertThat(refused.status()).isEqualTo(422));
    assertThatThrownBy(() -> await(store.interactions().favourite(bob, id)))
        .isInstanceOfSatisfying(
            Failure.class, refused -> assertThat(refused.status()).isEqualTo(404));
  }

  /** Elk sends a thread post by post, without asking whether the first one's photo is ready. */
  @Test
  void answer_toOnesOwnHeldPost_isPublishedAndInItsThread() {
    long photo = store.photo(alice, "processing");
    long first = store.post(photos(alice, photo));
    long second = store.post(answer(alice, first));

    assertThat(store.see(bob, second).body().inReplyToId()).isEqualTo(Long.toString(first));
    assertUnseen(bob, first);
    assertThatThrownBy(() -> await(store.statuses().create(answer(bob, first))))
        .isInstanceOfSatisfying(
            Failure.class, refused -> assertThat(refused.status()).isEqualTo(404));
    finish(photo, "ready");
    assertThat(await(store.lists().context(bob, first)).descendants())
        .extracting(StatusView::id)
        .containsExactly(Long.toString(second));
    assertThat(store.see(bob, first).body().repliesCount()).isEqualTo(1);
  }

  @Test
  void answer_toOnesOwnFailedPost_isRefused() {
    long photo = store.photo(alice, "processing");
    long first = store.post(photos(alice, photo));
    finish(photo, "failed");

    assertThatThrownBy(() -> await(store.statuses().create(answer(alice, first))))
        .isInstanceOfSatisfying(
            Failure.class, refused -> assertThat(refused.status()).isEqualTo(422));
  }

  private static NewStatus answer(long author, long to) {
    return new NewStatus(
        author,
        null,
        new NewStatus.Words("answer", "", null),
        new NewStatus.Choices(null, null),
        List.of(),
        to,
        null);
  }

  @Test
  void context_withAHeldReply_showsItToItsAuthorAlone() {
    long thread = store.post(text(bob, "question"));
    long photo = store.photo(alice, "processing");
    long reply =
        store.post(
            new NewStatus(
                alice,
                null,
                new NewStatus.Words("answer", "", null),
                new NewStatus.Choices(null, null),
                List.of(photo),
                thread,
                null));
    assertThat(await(store.lists().context(alice, thread)).descendants())
        .extracting(StatusView::id)
        .containsExactly(Long.toString(reply));
    assertThat(await(store.lists().context(bob, thread)).descendants()).isEmpty();
  }

  @Test
  void release_ofADeletedPost_doesNotBringItBack() {
    long photo = store.photo(alice, "processing");
    long id = store.post(photos(alice, photo));
    await(store.statuses().delete(alice, id, false));
    store.run("UPDATE media SET status_id = $2 WHERE id = $1", photo, id);
    finish(photo, "ready");
    assertThat(store.heard("published")).isEmpty();
    assertUnseen(alice, id);
  }

  @Test
  void release_racingWithThePost_losesNoneAndDoublesNone() {
    List<Long> posts = new ArrayList<>();
    for (int round = 0; round < 25; round++) {
      long first = store.photo(alice, "processing");
      long second = store.photo(alice, "processing");
      Future<StatusView> post = store.statuses().create(photos(alice, first, second));
      Future<Void> readyFirst = store.finish(first, "ready").compose(done -> store.release());
      Future<Void> readySecond = store.finish(second, "ready").compose(done -> store.release());
      await(Future.all(post, readyFirst, readySecond));
      posts.add(Long.parseLong(post.result().id()));
    }
    await(store.release());
    for (long id : posts) {
      assertThat(store.see(bob, id).body().mediaAttachments()).hasSize(2);
    }
    assertThat(store.heard("published"))
        .extracting(args -> args.getLong("status"))
        .containsExactlyInAnyOrderElementsOf(posts);
    assertThat(statuses(alice)).isEqualTo(posts.size());
  }

  @Test
  void create_samePhotoAtOnce_isGivenToOnePost() {
    long photo = store.photo(alice, "ready");
    List<Future<StatusView>> calls = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      calls.add(store.statuses().create(photos(alice, photo)));
    }
    await(Future.join(calls).otherwiseEmpty());
    assertThat(calls).filteredOn(Future::succeeded).hasSize(1);
    assertThat(calls)
        .filteredOn(Future::failed)
        .allSatisfy(
            call ->
                assertThat(call.cause())
                    .isInstanceOfSatisfying(
                        Failure.class, refused -> assertThat(refused.status()).isEqualTo(422)));
    assertThat(statuses(alice)).isEqualTo(1);
  }

  private void finish(long photo, String state) {
    await(store.finish(photo, state));
    await(store.release());
  }

  private long statuses(long account) {
    return store.number("SELECT statuses_count FROM account_stats WHERE account_id = $1", account);
  }

  private void assertUnseen(@Nullable Long viewer, long id) {
    assertThat(await(store.statuses().views(viewer, List.of(id)))).isEmpty();
  }
}
