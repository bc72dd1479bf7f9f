package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.statuses.StatusStore.photos;
import static org.flashcrowd.statuses.StatusStore.text;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.http.Failure;
import org.flashcrowd.media.MediaView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class EditsIT {
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
  void edit_text_isSeen_rememberedAndAnnouncedInOneGo() {
    long carol = store.account("carol");
    long id = store.post(text(alice, "Dawn with @bob #lake"));
    await(store.edits().edit(edit(id, "Dusk with @bob and @carol #hill")));

    StatusView view = store.see(bob, id);
    assertThat(view.body().contentText()).isEqualTo("Dusk with @bob and @carol #hill");
    assertThat(view.body().editedAt()).isNotNull();
    assertThat(view.body().tags()).extracting(StatusView.TagView::name).containsExactly("hill");
    assertThat(view.body().mentions())
        .extracting(StatusView.MentionView::username)
        .containsExactly("bob", "carol");
    assertThat(tagsOf(id)).isEqualTo(1);
    JsonObject heard = store.heard("edited", id);
    assertThat(heard.getJsonArray("mentioned")).isEqualTo(new JsonArray(List.of(carol)));
    assertThat(heard.getJsonArray("mentions")).hasSize(2);
    assertThat(heard.getLong("account")).isEqualTo(alice);
    assertThat(heard.getString("visibility")).isEqualTo("public");
    assertThat(store.history(bob, id))
        .extracting(StatusEditView::content)
        .satisfiesExactly(
            first -> assertThat(first).contains("Dawn"), now -> assertThat(now).contains("Dusk"));
    assertThat(store.history(bob, id).getFirst().createdAt()).isEqualTo(view.head().createdAt());
    assertThat(store.history(bob, id).getLast().createdAt()).isEqualTo(view.body().editedAt());
  }

  @Test
  void edit_nothingNew_leavesNoTrace() {
    long id = store.post(text(alice, "Dawn"));
    await(store.edits().edit(edit(id, "Dusk")));
    await(store.edits().edit(edit(id, "Dusk")));
    assertThat(store.heard("edited")).hasSize(1);
    assertThat(store.history(alice, id)).hasSize(2);
    long other = store.post(text(alice, "Noon"));
    await(store.edits().edit(edit(other, "Noon")));
    assertThat(store.see(alice, other).body().editedAt()).isNull();
    assertThat(store.history(alice, other)).hasSize(1);
    assertThat(store.number("SELECT count(*) FROM status_edit WHERE status_id = $1", other))
        .isZero();
  }

  /** As in the reference: another language is no other post. */
  @Test
  void edit_languageAlone_isKeptWithoutAVersion() {
    long id = store.post(text(alice, "Dawn"));
    await(
        store
            .edits()
            .edit(
                new Edit(
                    alice, id, new NewStatus.Words("Dawn", "", "fr"), false, List.of(), Map.of())));
    assertThat(store.see(bob, id).body().language()).isEqualTo("fr");
    assertThat(store.see(bob, id).body().editedAt()).isNull();
    assertThat(store.heard("edited")).hasSize(1);
    await(store.edits().edit(edit(id, "Dusk")));
    assertThat(store.see(bob, id).body().language()).isEqualTo("fr");
  }

  @Test
  void edit_spoilerText_makesItSensitive() {
    long id = store.post(text(alice, "Dawn"));
    await(
        store
            .edits()
            .edit(
                new Edit(
                    alice,
                    id,
                    new NewStatus.Words("Dawn", "spiders", null),
                    false,
                    List.of(),
                    Map.of())));
    assertThat(store.see(bob, id).body().sensitive()).isTrue();
    assertThat(store.history(bob, id).getLast().spoilerText()).isEqualTo("spiders");
    assertThat(store.history(bob, id).getFirst().sensitive()).isFalse();
  }

  @Test
  void edit_photos_areReplacedAndReordered() {
    long first = store.photo(alice, "ready");
    long second = store.photo(alice, "ready");
    long third = store.photo(alice, "ready");
    long id = store.post(photos(alice, first, second));
    await(store.edits().edit(edit(id, "", third, first)));
    assertThat(store.see(bob, id).body().mediaAttachments())
        .extracting(MediaView::id)
        .containsExactly(Long.toString(third), Long.toString(first));
    assertThat(
            store.number("SELECT count(*) FROM media WHERE id = $1 AND status_id IS NULL", second))
        .isEqualTo(1);
    // Whoever takes a photo out of a post wants it gone: its past does not show it either.
    assertThat(store.history(bob, id).getFirst().mediaAttachments())
        .extracting(MediaView::id)
        .containsExactly(Long.toString(first));
  }

  @Test
  void edit_photoStillProcessing_isRefusedAndNothingChanges() {
    long ready = store.photo(alice, "ready");
    long id = store.post(photos(alice, ready));
    refused(edit(id, "new words", store.photo(alice, "processing")), 422);
    StatusView view = store.see(bob, id);
    assertThat(view.body().contentText()).isEmpty();
    assertThat(view.body().mediaAttachments())
        .extracting(MediaView::id)
        .containsExactly(Long.toString(ready));
    assertThat(store.heard("edited")).isEmpty();
  }

  @Test
  void edit_photoOfSomebodyElse_orOfAnotherPost_isRefused() {
    long id = store.post(text(alice, "Dawn"));
    refused(edit(id, "Dawn", store.photo(bob, "ready")), 422);
    long taken = store.photo(alice, "ready");
    store.post(photos(alice, taken));
    refused(edit(id, "Dawn", taken), 422);
    refused(edit(id, " "), 422);
  }

  @Test
  void edit_othersPost_boost_orDeletedPost_isNotThere() {
    long theirs = store.post(text(bob, "Bob's"));
    refused(edit(theirs, "mine"), 404);
    long boost = await(store.interactions().reblog(alice, null, theirs, Visibility.PUBLIC));
    refused(edit(boost, "mine"), 404);
    refused(edit(4711, "mine"), 404);
  }

  @Test
  void edit_mentionTakenOut_endsTheirView() {
    long id = store.post(text(alice, Visibility.DIRECT, "for @bob"));
    store.see(bob, id);
    await(store.edits().edit(edit(id, "for nobody")));
    assertThatThrownBy(() -> store.see(bob, id)).isInstanceOf(Failure.class);
  }

  @Test
  void edit_heldPost_withoutItsSlowPhoto_publishesIt() {
    long slow = store.photo(alice, "processing");
    long id = store.post(photos(alice, slow));
    await(store.edits().edit(edit(id, "words", slow)));
    assertThat(store.heard("published")).isEmpty();
    await(store.edits().edit(edit(id, "words alone")));
    assertThat(store.heard("published")).hasSize(1);
    assertThat(store.heard("edited")).isEmpty();
    assertThat(store.see(bob, id).body().editedAt()).isNull();
    assertThat(store.history(bob, id)).hasSize(1);
  }

  @Test
  void edit_failedPost_withAGoodPhoto_publishesIt() {
    long broken = store.photo(alice, "processing");
    long id = store.post(photos(alice, broken));
    await(store.finish(broken, "failed"));
    await(store.release());
    long slow = store.photo(alice, "processing");
    refused(edit(id, "words", broken), 422);
    await(store.edits().edit(edit(id, "words", slow)));
    assertThat(store.heard("published")).isEmpty();
    await(store.finish(slow, "ready"));
    await(store.release());
    assertThat(store.see(bob, id).body().content()).isEqualTo("<p>words</p>");
    assertThat(store.heard("published")).hasSize(1);
  }

  @Test
  void edit_atTheSameTime_eachVersionIsKeptOnce() {
    long id = store.post(text(alice, "0"));
    List<Future<Void>> edits = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      edits.add(store.edits().edit(edit(id, Integer.toString(i))));
    }
    await(Future.all(edits));
    List<StatusEditView> history = store.history(alice, id);
    assertThat(history).extracting(StatusEditView::content).doesNotHaveDuplicates().hasSize(9);
    assertThat(history.getLast().content()).isEqualTo(store.see(alice, id).body().content());
    assertThat(store.heard("edited")).hasSize(8);
  }

  @Test
  void edit_manyTimes_theNewestVersionsAreKept() {
    long id = store.post(text(alice, "0"));
    for (int i = 1; i <= EditRepository.MOST_VERSIONS + 5; i++) {
      await(store.edits().edit(edit(id, Integer.toString(i))));
    }
    List<StatusEditView> history = store.history(alice, id);
    assertThat(history).hasSize(EditRepository.MOST_VERSIONS);
    assertThat(history.getLast().content()).isEqualTo("<p>105</p>");
    assertThat(store.number("SELECT count(*) FROM status_edit WHERE status_id = $1", id))
        .isEqualTo(EditRepository.MOST_VERSIONS);
  }

  private Edit edit(long id, String words, Long... photos) {
    return new Edit(
        alice, id, new NewStatus.Words(words, "", null), false, List.of(photos), Map.of());
  }

  private void refused(Edit edit, int status) {
    assertThatThrownBy(() -> await(store.edits().edit(edit)))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.status()).isEqualTo(status));
  }

  private long tagsOf(long id) {
    return store.number("SELECT count(*) FROM status_tag WHERE status_id = $1", id);
  }
}
