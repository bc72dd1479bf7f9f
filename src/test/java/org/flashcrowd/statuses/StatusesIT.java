package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.statuses.StatusStore.keyed;
import static org.flashcrowd.statuses.StatusStore.photos;
import static org.flashcrowd.statuses.StatusStore.reply;
import static org.flashcrowd.statuses.StatusStore.text;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.http.Failure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class StatusesIT {
  private static StatusStore store;
  private static long alice;
  private static long bob;
  private static long carol;

  @BeforeAll
  static void setUp() {
    store = new StatusStore();
    alice = store.account("alice");
    bob = store.account("Bob");
    carol = store.account("carol");
  }

  @AfterAll
  static void tearDown() {
    store.close();
  }

  @Test
  void create_text_isShownAsWritten() {
    StatusView view = await(store.statuses().create(text(alice, "Dawn & dew")));
    assertThat(view.body().content()).isEqualTo("<p>Dawn &amp; dew</p>");
    assertThat(view.body().contentText()).isEqualTo("Dawn & dew");
    assertThat(view.body().pfType()).isEqualTo("text");
    assertThat(view.head().visibility()).isEqualTo("public");
    assertThat(view.head().url()).endsWith("/@alice/" + view.id());
    assertThat(view.account().username()).isEqualTo("alice");
    assertThat(view.own()).isNotNull();
    assertThat(store.see(null, Long.parseLong(view.id())).own()).isNull();
  }

  @Test
  void create_accountsDefaults_areTaken() {
    long dora = store.account("dora");
    store.run(
        """
        UPDATE account SET default_visibility = 'private', default_sensitive = true,
               default_language = 'de' WHERE id = $1
        """,
        dora);
    StatusView view = await(store.statuses().create(text(dora, "Hallo")));
    assertThat(view.head().visibility()).isEqualTo("private");
    assertThat(view.body().sensitive()).isTrue();
    assertThat(view.body().language()).isEqualTo("de");
  }

  @Test
  void create_withMentionsAndTags_linksWhatIsKnown() {
    StatusView view =
        await(store.statuses().create(text(alice, "@bob @nobody @bob@localhost #Sea #sea #new1")));
    assertThat(view.body().mentions()).hasSize(1);
    assertThat(view.body().mentions().getFirst().username()).isEqualTo("Bob");
    assertThat(view.body().content()).contains("/@Bob\"").contains(" @nobody ");
    assertThat(view.body().tags())
        .extracting(StatusView.TagView::name)
        .containsExactly("sea", "new1");
    long id = Long.parseLong(view.id());
    assertThat(store.number("SELECT count(*) FROM status_tag WHERE status_id = $1", id))
        .isEqualTo(2);
    JsonObject heard = store.heard("published", id);
    assertThat(heard.getJsonArray("mentions")).containsExactly(bob);
    assertThat(heard.getJsonArray("tags")).containsExactly("sea", "new1");
  }

  @Test
  void create_reply_isCountedAndAnnounced() {
    long parent = store.post(text(alice, "question"));
    long id = store.post(reply(bob, parent, "answer"));
    StatusView view = store.see(null, id);
    assertThat(view.body().inReplyToId()).isEqualTo(Long.toString(parent));
    assertThat(view.body().inReplyToAccountId()).isEqualTo(Long.toString(alice));
    assertThat(store.see(null, parent).body().repliesCount()).isEqualTo(1);
    assertThat(store.heard("published", id).getLong("in_reply_to")).isEqualTo(parent);
    assertThat(store.heard("published", id).getJsonArray("tags")).isEmpty();
  }

  @Test
  void create_privateReply_isNotCounted() {
    long parent = store.post(text(alice, "question"));
    long hidden =
        store.post(
            new NewStatus(
                bob,
                null,
                new NewStatus.Words("answer", "", null),
                new NewStatus.Choices(Visibility.PRIVATE, null),
                List.of(),
                parent,
                null));
    assertThat(store.see(null, parent).body().repliesCount()).isZero();
    await(store.statuses().delete(bob, hidden, false));
    assertThat(store.see(null, parent).body().repliesCount()).isZero();
  }

  @Test
  void create_replyToWhatIsHidden_isNotFound() {
    long parent = store.post(text(alice, Visibility.PRIVATE, "hidden"));
    assertFailure(404, reply(bob, parent, "?"));
    assertFailure(404, reply(bob, 1, "?"));
  }

  @Test
  void create_replyToOneWhoBlocks_isNotFound() {
    long erin = store.account("erin");
    long parent = store.post(text(erin, "hello"));
    store.block(erin, bob);
    assertFailure(404, reply(bob, parent, "?"));
    assertThatThrownBy(() -> await(store.interactions().favourite(bob, parent)))
        .isInstanceOfSatisfying(
            Failure.class, refused -> assertThat(refused.status()).isEqualTo(404));
  }

  @Test
  void create_againstTheLimits_isRefused() {
    assertFailure(422, text(alice, " \n"));
    assertFailure(422, text(alice, "x".repeat(5_001)));
    assertFailure(422, text(alice, "#t".repeat(1) + tags(31)));
    assertFailure(422, text(alice, "x".repeat(30_000)));
    assertFailure(422, photos(alice, 1L));
    long own = store.photo(bob, "ready");
    assertFailure(422, photos(alice, own));
    assertThat(store.post(text(alice, "x".repeat(5_000)))).isPositive();
  }

  private static String tags(int number) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, number).forEach(i -> text.append(" #tag").append(i));
    return text.toString();
  }

  private static void assertFailure(int status, NewStatus draft) {
    assertThatThrownBy(() -> await(store.statuses().create(draft)))
        .isInstanceOfSatisfying(
            Failure.class, refused -> assertThat(refused.status()).isEqualTo(status));
  }

  @Test
  void create_sameKeyAtOnce_writesOnePost() {
    long fred = store.account("fred");
    List<Future<StatusView>> calls =
        IntStream.range(0, 12)
            .mapToObj(i -> store.statuses().create(keyed(fred, "take " + i, "the-key")))
            .toList();
    Set<String> ids = new HashSet<>();
    Set<String> contents = new HashSet<>();
    for (Future<StatusView> call : calls) {
      ids.add(await(call).id());
      contents.add(call.result().body().content());
    }
    assertThat(ids).hasSize(1);
    assertThat(contents).hasSize(1);
    assertThat(store.number("SELECT count(*) FROM status WHERE account_id = $1", fred))
        .isEqualTo(1);
    assertThat(store.number("SELECT statuses_count FROM account_stats WHERE account_id = $1", fred))
        .isEqualTo(1);
  }

  @Test
  void create_sameKeyOfAnother_isIndependent() {
    long one = store.post(keyed(alice, "mine", "shared-key"));
    long other = store.post(keyed(bob, "mine too", "shared-key"));
    assertThat(other).isNotEqualTo(one);
    assertThat(store.post(keyed(alice, "again", "shared-key"))).isEqualTo(one);
  }

  @Test
  void create_keyOfARefusedPost_isFree() {
    assertFailure(
        404,
        new NewStatus(
            alice,
            null,
            new NewStatus.Words("x", "", null),
            new NewStatus.Choices(null, null),
            List.of(),
            1L,
            "free-key"));
    assertThat(store.post(keyed(alice, "now", "free-key"))).isPositive();
  }

  @Test
  void create_keyThatRanOut_isTakenAgain() {
    long first = store.post(keyed(alice, "old", "old-key"));
    store.run("UPDATE idempotency_key SET created_at = now() - interval '2 days'");
    assertThat(store.post(keyed(alice, "new", "old-key"))).isNotEqualTo(first);
    store.run("UPDATE idempotency_key SET created_at = now() - interval '2 days'");
    store.post(keyed(alice, "newer", "other-key"));
    assertThat(store.number("SELECT count(*) FROM idempotency_key WHERE account_id = $1", alice))
        .isEqualTo(1);
  }

  @Test
  void create_newTagsAtOnce_keepsAll() {
    List<Future<StatusView>> calls =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    store
                        .statuses()
                        .create(text(alice, i % 2 == 0 ? "#zz #aa #mm" : "#mm #aa #zz")))
            .toList();
    for (Future<StatusView> call : calls) {
      long id = Long.parseLong(await(call).id());
      assertThat(store.number("SELECT count(*) FROM status_tag WHERE status_id = $1", id))
          .isEqualTo(3);
    }
  }

  @Test
  void views_givenOrder_isKept_andTheUnseenLeftOut() {
    long one = store.post(text(alice, "1"));
    long hidden = store.post(text(alice, Visibility.DIRECT, "2"));
    long three = store.post(text(bob, "3"));
    assertThat(await(store.statuses().views(carol, List.of(three, hidden, 5L, one))))
        .extracting(StatusView::id)
        .containsExactly(Long.toString(three), Long.toString(one));
    assertThat(await(store.statuses().views(null, List.of()))).isEmpty();
  }

  @Test
  void delete_ownPost_givesItsSourceAndFreesItsPhotos() {
    long photo = store.photo(alice, "ready");
    long id = store.post(photos(alice, photo));
    long before = statusesOf(alice);
    StatusView view = await(store.statuses().delete(alice, id, false));
    assertThat(view.text()).isEmpty();
    assertThat(view.body().mediaAttachments()).hasSize(1);
    assertThat(await(store.statuses().views(alice, List.of(id)))).isEmpty();
    assertThat(statusesOf(alice)).isEqualTo(before - 1);
    assertThat(store.post(photos(alice, photo))).isPositive();
    assertThat(store.heard("deleted", id).getLong("account")).isEqualTo(alice);
  }

  @Test
  void delete_withMedia_removesThePhotos() {
    long photo = store.photo(alice, "ready");
    long id = store.post(photos(alice, photo));
    await(store.statuses().delete(alice, id, true));
    assertThat(store.number("SELECT count(*) FROM media WHERE id = $1", photo)).isZero();
  }

  @Test
  void delete_othersPost_isNotFound() {
    long id = store.post(text(alice, "mine"));
    assertThatThrownBy(() -> await(store.statuses().delete(bob, id, false)))
        .isInstanceOfSatisfying(
            Failure.class, refused -> assertThat(refused.status()).isEqualTo(404));
    assertThat(store.see(null, id).id()).isEqualTo(Long.toString(id));
  }

  @Test
  void delete_post_freesItsKey() {
    long id = store.post(keyed(alice, "once", "redraft"));
    await(store.statuses().delete(alice, id, false));
    assertThat(store.post(keyed(alice, "once", "redraft"))).isNotEqualTo(id);
  }

  private static long statusesOf(long account) {
    return store.number("SELECT statuses_count FROM account_stats WHERE account_id = $1", account);
  }
}
