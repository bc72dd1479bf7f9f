package org.flashcrowd.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestStore.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.flashcrowd.accounts.AccountViews;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.accounts.NewAccount;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.db.Query;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The truth table of the one visibility rule, asked of the SQL function itself. */
@Proves(Promise.ONE_VISIBILITY_RULE)
class VisibilityIT {
  private static final TestStore STORE = new TestStore();
  private static final Accounts ACCOUNTS =
      new Accounts(STORE.database(), STORE.ids(), new AccountViews("https://photos.example"));

  private static final Query POST =
      Query.named(
          "test.post",
          """
          INSERT INTO status (id, account_id, state, visibility, reblog_of_id)
          VALUES ($1, $2, $3::text::status_state, $4::text::visibility, $5)
          """);
  private static final Query MENTION =
      Query.named("test.mention", "INSERT INTO mention (status_id, account_id) VALUES ($1, $2)");
  private static final Query FOLLOW =
      Query.named(
          "test.follow", "INSERT INTO follow (account_id, target_id, id) VALUES ($1, $2, $3)");
  private static final Query REQUEST =
      Query.named(
          "test.request",
          "INSERT INTO follow_request (account_id, target_id, id) VALUES ($1, $2, $3)");
  private static final Query BLOCK =
      Query.named(
          "test.block", "INSERT INTO block (account_id, target_id, id) VALUES ($1, $2, $3)");
  private static final Query MUTE =
      Query.named("test.mute", "INSERT INTO mute (account_id, target_id, id) VALUES ($1, $2, $3)");
  private static final Query SUSPEND =
      Query.named("test.suspend", "UPDATE account SET suspended_at = now() WHERE id = $1");
  private static final Query VISIBLE =
      Query.named("test.visible", "SELECT id FROM visible_statuses($1) WHERE id = ANY ($2)");

  private final long author = create();

  @AfterAll
  static void close() {
    STORE.close();
  }

  private static long create() {
    String name = "v" + Long.toString(STORE.ids().next(), 36);
    return await(STORE.database().transaction(tx -> ACCOUNTS.create(tx, NewAccount.of(name)))).id();
  }

  private static void run(Query query, @Nullable Object... arguments) {
    await(STORE.database().primary().run(query, arguments));
  }

  private static void edge(Query query, long account, long target) {
    run(query, account, target, STORE.ids().next());
  }

  private static long post(
      long author, String state, Visibility visibility, @Nullable Long reblogOf) {
    long id = STORE.ids().next();
    run(POST, id, author, state, visibility.wire(), reblogOf);
    return id;
  }

  private static List<Long> visible(@Nullable Long viewer, Long... ids) {
    return await(STORE.database().primary().list(VISIBLE, row -> row.getLong("id"), viewer, ids));
  }

  private static boolean sees(@Nullable Long viewer, long status) {
    return visible(viewer, status).size() == 1;
  }

  /** Somebody who stands to the author as the name says; null for somebody not signed in. */
  private @Nullable Long viewer(String relation) {
    if (relation.equals("anonymous")) {
      return null;
    }
    long viewer = relation.equals("author") ? author : create();
    switch (relation) {
      case "author", "stranger", "mentioned" -> {}
      case "follower" -> edge(FOLLOW, viewer, author);
      case "followed" -> edge(FOLLOW, author, viewer);
      case "requester" -> edge(REQUEST, viewer, author);
      case "blocking" -> edge(BLOCK, viewer, author);
      case "muting" -> edge(MUTE, viewer, author);
      case "blocked", "blocked-mentioned" -> {
        // A block ends the follow; the rule must hold without that all the same.
        edge(FOLLOW, viewer, author);
        edge(BLOCK, author, viewer);
      }
      default -> throw new IllegalArgumentException(relation);
    }
    return viewer;
  }

  @ParameterizedTest
  @CsvSource({
    "author,            public unlisted private direct",
    "follower,          public unlisted private",
    "mentioned,         public unlisted private direct",
    "stranger,          public unlisted",
    "followed,          public unlisted",
    "requester,         public unlisted",
    "muting,            public unlisted",
    "blocking,          public unlisted",
    "anonymous,         public unlisted",
    "blocked,           ''",
    "blocked-mentioned, ''"
  })
  void published_viewer_seesExactly(String relation, String expected) {
    Long viewer = viewer(relation);
    Set<String> seen = new TreeSet<>();
    for (Visibility visibility : Visibility.values()) {
      long status = post(author, "published", visibility, null);
      if (relation.endsWith("mentioned")) {
        run(MENTION, status, viewer);
      }
      if (sees(viewer, status)) {
        seen.add(visibility.wire());
      }
    }

    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"held", "failed"})
  void unpublished_anybodyButTheAuthor_doesNotSee(String state) {
    Long follower = viewer("follower");
    long status = post(author, state, Visibility.PUBLIC, null);

    assertThat(sees(author, status)).isTrue();
    assertThat(sees(follower, status)).isFalse();
    assertThat(sees(null, status)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"stranger, false", "follower, false", "anonymous, false", "author, true"})
  void suspended_author_isSeenByItselfAlone(String relation, boolean expected) {
    Long viewer = viewer(relation);
    long status = post(author, "published", Visibility.PUBLIC, null);
    run(SUSPEND, author);

    assertThat(sees(viewer, status)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "public,  stranger, true",
    "public,  blocked,  false",
    "private, stranger, false",
    "private, follower, true"
  })
  void boost_ofPost_isSeenWhenBothAre(String original, String relation, boolean expected) {
    long viewer = Optional.ofNullable(viewer(relation)).orElseThrow();
    long status = post(author, "published", Visibility.of(original).orElseThrow(), null);
    long booster = create();
    long boost = post(booster, "published", Visibility.PUBLIC, status);

    assertThat(sees(viewer, boost)).isEqualTo(expected);

    edge(BLOCK, booster, viewer);
    assertThat(sees(viewer, boost)).as("blocked by who boosts").isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40})
  void visible_manyIds_areFilteredAndNoneAdded(int posts) {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < posts; i++) {
      ids.add(post(author, "published", i % 2 == 0 ? Visibility.PUBLIC : Visibility.DIRECT, null));
    }

    assertThat(visible(null, ids.toArray(Long[]::new))).hasSize((posts + 1) / 2).isSubsetOf(ids);
  }
}
