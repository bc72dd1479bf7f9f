package org.flashcrowd.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.accounts.AccountViews;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.accounts.NewAccount;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Query;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.testing.TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rules of the graph on a real database: counters, races, and what is announced. */
class GraphIT {
  private static final List<String> TOPICS =
      List.of(
          "follow.created", "follow.requested", "follow.removed", "block.created", "mute.created");
  private static final TestStore STORE = new TestStore();
  private static final Jobs JOBS =
      new Jobs(
          STORE.vertx(), STORE.database(), TOPICS.stream().map(GraphIT::kind).toList(), settings());

  // The counters beside what there is to count.
  private static final Query MISCOUNTED =
      Query.named(
          "test.miscounted",
          """
          SELECT a.username FROM account a JOIN account_stats s ON s.account_id = a.id
           WHERE s.followers_count <> (SELECT count(*) FROM follow WHERE target_id = a.id)
              OR s.following_count <> (SELECT count(*) FROM follow WHERE account_id = a.id)
          """);
  private static final Query ANNOUNCED =
      Query.named(
          "test.announced",
          """
          SELECT substr(kind, 6) AS topic FROM job
           WHERE (args ->> 'account')::bigint = $1 AND (args ->> 'target')::bigint = $2 ORDER BY id
          """);
  private static final Query LOCK =
      Query.named("test.lock", "UPDATE account SET locked = $2 WHERE id = $1");
  private static final Query SUSPEND =
      Query.named("test.suspend", "UPDATE account SET suspended_at = now() WHERE id = $1");

  private final Accounts accounts =
      new Accounts(STORE.database(), STORE.ids(), new AccountViews("https://photos.example"));
  private final Graph graph = new Graph(STORE.database(), STORE.ids(), JOBS);
  private final Relationships relationships = new Relationships(STORE.database());
  private long anna;
  private long berta;

  private static Config.Jobs settings() {
    return Config.defaults().jobs();
  }

  private static JobKind kind(String topic) {
    return JobKind.named("test." + topic, Config.Role.FEED).on(topic);
  }

  @AfterAll
  static void close() {
    STORE.close();
  }

  @BeforeEach
  void accounts() {
    anna = create();
    berta = create();
  }

  private long create() {
    String name = "u" + Long.toString(STORE.ids().next(), 36);
    return await(STORE.database().transaction(tx -> accounts.create(tx, NewAccount.of(name)))).id();
  }

  private void run(Query query, Object... arguments) {
    await(STORE.database().primary().run(query, arguments));
  }

  private List<String> announced(long account, long target) {
    return await(
        STORE.database().primary().list(ANNOUNCED, row -> row.getString("topic"), account, target));
  }

  private RelationshipView between(long viewer, long target) {
    return await(relationships.to(viewer, target));
  }

  private void assertCounted() {
    assertThat(await(STORE.database().primary().list(MISCOUNTED, row -> row.getString("username"))))
        .isEmpty();
  }

  private static void assertRefused(int status, Future<?> refused) {
    assertThatThrownBy(() -> await(refused))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.status()).isEqualTo(status));
  }

  @Test
  void follow_twice_countsAndAnnouncesOnce() {
    await(graph.follow(anna, berta, FollowOptions.NONE));
    await(graph.follow(anna, berta, FollowOptions.NONE));

    assertThat(between(anna, berta).following()).isTrue();
    assertThat(between(berta, anna).followedBy()).isTrue();
    assertThat(announced(anna, berta)).containsExactly("follow.created");
    assertThat(await(accounts.view(berta)).followersCount()).isEqualTo(1);
    assertThat(await(accounts.view(anna)).followingCount()).isEqualTo(1);
    assertCounted();
  }

  @Test
  void follow_again_changesOnlyTheOptionsGiven() {
    await(graph.follow(anna, berta, new FollowOptions(false, true, List.of("de"))));
    await(graph.follow(anna, berta, new FollowOptions(true, null, null)));

    RelationshipView after = between(anna, berta);
    assertThat(after.showingReblogs()).isTrue();
    assertThat(after.notifying()).isTrue();
    assertThat(after.languages()).containsExactly("de");

    await(graph.follow(anna, berta, new FollowOptions(null, null, List.of())));
    assertThat(between(anna, berta).languages()).isNull();
  }

  @Test
  void follow_lockedAccount_becomesRequest() {
    run(LOCK, berta, true);

    await(graph.follow(anna, berta, FollowOptions.NONE));
    await(graph.follow(anna, berta, new FollowOptions(null, true, null)));

    RelationshipView asked = between(anna, berta);
    assertThat(asked.following()).isFalse();
    assertThat(asked.requested()).isTrue();
    assertThat(asked.notifying()).isTrue();
    assertThat(between(berta, anna).requestedBy()).isTrue();
    assertThat(announced(anna, berta)).containsExactly("follow.requested");
    assertThat(await(accounts.view(berta)).followersCount()).isZero();
  }

  @Test
  void follow_requestedOfNowUnlocked_follows() {
    run(LOCK, berta, true);
    await(graph.follow(anna, berta, FollowOptions.NONE));
    run(LOCK, berta, false);

    await(graph.follow(anna, berta, FollowOptions.NONE));

    assertThat(between(anna, berta).following()).isTrue();
    assertThat(between(anna, berta).requested()).isFalse();
    assertCounted();
  }

  @Test
  void follow_impossibleTarget_isRefused() {
    long suspended = create();
    run(SUSPEND, suspended);
    await(graph.block(berta, anna));

    assertRefused(422, graph.follow(anna, anna, FollowOptions.NONE));
    assertRefused(404, graph.follow(anna, 1, FollowOptions.NONE));
    assertRefused(404, graph.follow(anna, suspended, FollowOptions.NONE));
    assertRefused(422, graph.follow(anna, berta, FollowOptions.NONE));
    assertRefused(422, graph.follow(berta, anna, FollowOptions.NONE));
  }

  @Test
  void authorize_request_followsWithItsOptions() {
    run(LOCK, berta, true);
    await(graph.follow(anna, berta, new FollowOptions(false, null, null)));

    await(graph.authorize(berta, anna));

    assertThat(between(anna, berta).following()).isTrue();
    assertThat(between(anna, berta).showingReblogs()).isFalse();
    assertThat(announced(anna, berta)).containsExactly("follow.requested", "follow.created");
    assertRefused(404, graph.authorize(berta, anna));
    assertCounted();
  }

  @Test
  void reject_request_isGone() {
    run(LOCK, berta, true);
    await(graph.follow(anna, berta, FollowOptions.NONE));

    await(graph.reject(berta, anna));

    assertThat(between(anna, berta).requested()).isFalse();
    assertRefused(404, graph.reject(berta, anna));
  }

  @Test
  void unfollow_twice_countsAndAnnouncesOnce() {
    await(graph.follow(anna, berta, FollowOptions.NONE));
    await(graph.unfollow(anna, berta));
    await(graph.unfollow(anna, berta));

    assertThat(announced(anna, berta)).containsExactly("follow.created", "follow.removed");
    assertThat(between(anna, berta).following()).isFalse();
    assertCounted();
  }

  @Test
  void removeFollower_follower_isRemoved() {
    await(graph.follow(anna, berta, FollowOptions.NONE));
    await(graph.removeFollower(berta, anna));

    assertThat(between(anna, berta).following()).isFalse();
    assertCounted();
  }

  @Test
  void block_mutualFollowersAndRequests_endsAll() {
    await(graph.follow(anna, berta, FollowOptions.NONE));
    run(LOCK, anna, true);
    await(graph.follow(berta, anna, FollowOptions.NONE));

    await(graph.block(anna, berta));
    await(graph.block(anna, berta));

    RelationshipView after = between(anna, berta);
    assertThat(after.blocking()).isTrue();
    assertThat(after.following()).isFalse();
    assertThat(after.requestedBy()).isFalse();
    assertThat(between(berta, anna).blockedBy()).isTrue();
    assertThat(announced(anna, berta))
        .containsExactly("follow.created", "block.created", "follow.removed");
    assertThat(announced(berta, anna)).containsExactly("follow.requested", "follow.removed");
    assertCounted();

    await(graph.unblock(anna, berta));
    assertThat(between(anna, berta).blocking()).isFalse();
  }

  @Test
  void mute_again_changesHow() {
    await(graph.mute(anna, berta, true, null));
    assertThat(between(anna, berta).mutingNotifications()).isTrue();
    assertThat(between(anna, berta).mutingExpiresAt()).isNull();

    await(graph.mute(anna, berta, false, java.time.Duration.ofHours(1)));
    RelationshipView after = between(anna, berta);
    assertThat(after.muting()).isTrue();
    assertThat(after.mutingNotifications()).isFalse();
    assertThat(after.mutingExpiresAt()).isNotNull();

    await(graph.unmute(anna, berta));
    assertThat(between(anna, berta).muting()).isFalse();
    assertRefused(404, graph.mute(anna, 1, true, null));
    assertRefused(422, graph.mute(anna, anna, true, null));
  }

  @Test
  void note_blank_takesItAway() {
    await(graph.note(anna, berta, "met in Rome"));
    assertThat(between(anna, berta).note()).isEqualTo("met in Rome");
    assertThat(between(berta, anna).note()).isEmpty();

    await(graph.note(anna, berta, " "));
    assertThat(between(anna, berta).note()).isEmpty();
    assertRefused(422, graph.note(anna, berta, "x".repeat(2_001)));
    assertRefused(404, graph.note(anna, 1, "nobody"));
  }

  @Test
  void relationships_many_keepTheOrderAskedFor() {
    await(graph.follow(anna, berta, FollowOptions.NONE));
    long carla = create();
    run(SUSPEND, carla);

    assertThat(await(relationships.of(anna, List.of(carla, 1L, berta))))
        .extracting(RelationshipView::id)
        .containsExactly(Long.toString(carla), Long.toString(berta));
    assertThat(await(relationships.of(anna, List.of(carla, berta), false)))
        .extracting(RelationshipView::id)
        .containsExactly(Long.toString(berta));
  }

  @Test
  void changes_manyAtOnce_keepCountsExact() {
    List<Long> everybody = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      everybody.add(create());
    }
    List<Future<Void>> changes = new ArrayList<>();
    Random random = new Random(20261123);
    for (int i = 0; i < 400; i++) {
      long one = everybody.get(random.nextInt(everybody.size()));
      long other = everybody.get(random.nextInt(everybody.size()));
      if (one != other) {
        changes.add(change(random.nextInt(6), one, other));
      }
    }
    await(Future.join(changes).otherwiseEmpty());

    assertThat(changes)
        .filteredOn(Future::failed)
        .extracting(Future::cause)
        .allSatisfy(
            cause ->
                assertThat(cause)
                    .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.status()).isEqualTo(422)));
    assertCounted();
    assertNobodyFollowsAcrossBlocks();
  }

  private Future<Void> change(int kind, long one, long other) {
    return switch (kind) {
      case 0, 1, 2 -> graph.follow(one, other, FollowOptions.NONE);
      case 3 -> graph.unfollow(one, other);
      case 4 -> graph.block(one, other);
      default -> graph.unblock(one, other);
    };
  }

  private static void assertNobodyFollowsAcrossBlocks() {
    Query both =
        Query.named(
            "test.both",
            """
            SELECT f.account_id FROM follow f
              JOIN block b ON (b.account_id, b.target_id) IN
                              ((f.account_id, f.target_id), (f.target_id, f.account_id))
            """);
    assertThat(await(STORE.database().primary().list(both, row -> row.getLong(0)))).isEmpty();
  }

  @Test
  void follow_sameTargetByManyAtOnce_keepsCountExact() {
    List<Long> fans = new ArrayList<>(Collections.nCopies(40, 0L));
    fans.replaceAll(none -> create());

    await(
        Future.join(
            fans.stream().map(fan -> graph.follow(fan, anna, FollowOptions.NONE)).toList()));

    assertThat(await(accounts.view(anna)).followersCount()).isEqualTo(40);
    assertThat(await(accounts.byId(anna)).map(Account::suspended)).contains(false);
    assertCounted();
  }
}
