package org.flashcrowd.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class ListTimelinesIT {
  private static final Page PAGE = Page.first(20);
  private static FeedWorld world;
  private static int names;
  private long owner;
  private long member;
  private long list;

  @BeforeAll
  static void start() {
    world = new FeedWorld(Map.of());
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void people() {
    owner = somebody();
    member = somebody();
    world.follow(owner, member);
    list = world.list(owner, "list", false);
    world.member(list, owner, member);
  }

  private static long somebody() {
    return world.account("listed" + ++names);
  }

  private List<Long> timeline() {
    return world.ofList(owner, list, PAGE);
  }

  @Test
  void timeline_ofMembers_hasTheirPostsAndBoostsAlone() {
    long other = somebody();
    world.follow(owner, other);
    world.post(other);
    world.post(owner);
    long post = world.post(member);
    long toFollowers = world.post(member, "private");
    world.post(member, "direct");
    long boost = world.boost(member, world.post(somebody()));

    assertThat(timeline()).containsExactly(boost, toFollowers, post);
    assertThat(world.ofList(other, list, PAGE)).isEmpty();
  }

  @ParameterizedTest(name = "{0}: to a member {1}, to somebody followed {2}")
  @CsvSource({"list, true, false", "followed, true, true", "none, false, false"})
  void timeline_replies_followThePolicy(String policy, boolean toMember, boolean toFollowed) {
    world.run("UPDATE list SET replies_policy = $2 WHERE id = $1", list, policy);
    long second = somebody();
    long followed = somebody();
    world.follow(owner, second);
    world.follow(owner, followed);
    world.member(list, owner, second);
    long replyToMember = world.reply(member, world.post(second, "unlisted"));
    long replyToFollowed = world.reply(member, world.post(followed));
    long replyToStranger = world.reply(member, world.post(somebody()));
    long replyToOwner = world.reply(member, world.post(owner));
    long replyToSelf = world.reply(member, world.post(member));

    assertThat(timeline()).contains(replyToOwner, replyToSelf).doesNotContain(replyToStranger);
    assertThat(timeline().contains(replyToMember)).isEqualTo(toMember);
    assertThat(timeline().contains(replyToFollowed)).isEqualTo(toFollowed);
  }

  @Test
  void timeline_hiddenAndUnwanted_areLeftOut() {
    long muted = somebody();
    world.mute(owner, muted);
    world.boost(member, world.post(muted));
    long mentioning = world.post(member);
    world.mention(mentioning, muted);
    long kept = world.post(member);
    assertThat(timeline()).containsExactly(kept);

    world.run("UPDATE follow SET show_reblogs = false WHERE account_id = $1", owner);
    world.boost(member, world.post(somebody()));
    assertThat(timeline()).containsExactly(kept);

    world.mute(owner, member);
    assertThat(timeline()).isEmpty();
  }

  @Test
  void timeline_memberUnfollowed_isEmpty() {
    world.post(member);
    world.run("DELETE FROM follow WHERE account_id = $1 AND target_id = $2", owner, member);

    assertThat(timeline()).isEmpty();
  }

  @Test
  void timeline_pagesBothWays_areWithoutGaps() {
    long second = somebody();
    world.follow(owner, second);
    world.member(list, owner, second);
    List<Long> posts = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      posts.addFirst(world.post(i % 3 == 0 ? member : second));
    }

    List<Long> down = new ArrayList<>();
    List<Long> page = world.ofList(owner, list, Page.first(4));
    while (!page.isEmpty()) {
      down.addAll(page);
      page = world.ofList(owner, list, new Page(page.getLast(), 0, false, 4));
    }
    assertThat(down).isEqualTo(posts);
    assertThat(world.ofList(owner, list, new Page(Long.MAX_VALUE, posts.get(10), true, 4)))
        .isEqualTo(posts.subList(6, 10));
  }

  /** An exclusive list takes its members out of home, whether pushed, pulled or rebuilt. */
  @Test
  void exclusive_membersPosts_areNotInHome() {
    long before = world.post(member);
    world.publish(before);
    assertThat(world.stored(owner)).containsExactly(before);

    world.run("UPDATE list SET exclusive = true WHERE id = $1", list);
    world.rebuild(owner);
    assertThat(world.stored(owner)).isEmpty();
    long after = world.post(member);
    world.publish(after);
    assertThat(world.stored(owner)).isEmpty();
    assertThat(world.gathered(owner, PAGE)).isEmpty();
    assertThat(timeline()).containsExactly(after, before);

    world.run("UPDATE list SET exclusive = false WHERE id = $1", list);
    world.rebuild(owner);
    assertThat(world.home(owner, PAGE)).containsExactly(after, before);
  }

  @Test
  void page_whoseCandidatesAreAllHidden_goesOnBehindThem() {
    long shown = world.post(member);
    for (int i = 0; i < 30; i++) {
      world.reply(member, world.post(somebody()));
    }

    assertThat(world.ofList(owner, list, Page.first(4))).containsExactly(shown);
    world.run("DELETE FROM home_feed_state WHERE account_id = $1", owner);
    assertThat(world.home(owner, Page.first(4))).containsExactly(shown);
  }

  @Test
  void page_behindWhichMoreIsHiddenThanOnePageLooksAt_tellsWhereItStopped() {
    long shown = world.post(member);
    List<Long> hidden = new ArrayList<>();
    long stranger = somebody();
    for (int i = 0; i < 12; i++) {
      hidden.add(world.reply(member, world.post(stranger)));
    }

    Gathered first =
        FeedWorld.await(world.lists.entries(owner, list, new Page(Long.MAX_VALUE, 0, false, 1)));
    assertThat(first.entries()).isEqualTo(List.of(new FeedEntry(shown, null)));
    for (int i = 0; i < 12; i++) {
      hidden.add(world.reply(member, world.post(stranger)));
    }
    Gathered second =
        FeedWorld.await(world.lists.entries(owner, list, new Page(Long.MAX_VALUE, 0, false, 1)));
    assertThat(second.entries()).isEmpty();
    long reached = second.span(false).getFirst();
    assertThat(hidden).contains(reached);
    assertThat(world.ofList(owner, list, new Page(reached, 0, false, 1))).containsExactly(shown);
  }
}
