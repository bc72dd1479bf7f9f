package org.flashcrowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.flashcrowd.jobs.JobKind;
import org.junit.jupiter.api.Test;

/** Which jobs a post leaves: each costs PostgreSQL a transaction, whether it finds work or not. */
class JobKindsTest {
  private static JsonObject published(String visibility) {
    return new JsonObject()
        .put("status", 1L)
        .put("account", 2L)
        .put("visibility", visibility)
        .put("reblog_of", null)
        .put("in_reply_to", null)
        .put("mentions", new JsonArray());
  }

  private static List<String> left(String topic, JsonObject args) {
    return JobKinds.ALL.stream()
        .filter(kind -> kind.cause().topics().contains(topic))
        .filter(kind -> kind.cause().concerned().test(args))
        .map(JobKind::name)
        .toList();
  }

  @Test
  void published_plainPost_leavesNoJobForTagsAndConversations() {
    assertThat(left("status.published", published("public").put("tags", new JsonArray())))
        .containsExactlyInAnyOrder(
            "timelines.fan-out", "search.index", "notifications.post", "streaming.published");
  }

  @Test
  void published_postWithTags_isCountedAndGoesToThoseWhoFollowThem() {
    JsonObject post = published("public").put("tags", new JsonArray().add("sea"));
    assertThat(left("status.published", post)).contains("timelines.fan-out-tags", "tags.count");
    assertThat(left("status.published", post.copy().put("in_reply_to", 3L)))
        .contains("tags.count")
        .doesNotContain("timelines.fan-out-tags");
  }

  @Test
  void published_nobodyLookedAtItsTags_mayHaveSome() {
    assertThat(left("status.published", published("public")))
        .contains("timelines.fan-out-tags", "tags.count");
  }

  @Test
  void published_direct_entersConversationsAndNoFeed() {
    assertThat(left("status.published", published("direct").put("tags", new JsonArray())))
        .containsExactlyInAnyOrder(
            "conversations.enter", "search.index", "notifications.post", "streaming.published");
  }

  @Test
  void published_boost_isNeitherFoundNorCounted() {
    assertThat(left("status.published", published("public").put("reblog_of", 3L)))
        .containsExactlyInAnyOrder(
            "timelines.fan-out", "notifications.post", "streaming.published");
  }

  @Test
  void edited_withTagsThatMayBeGone_isCounted() {
    assertThat(left("status.edited", published("public")))
        .contains("tags.count", "search.index")
        .doesNotContain("conversations.enter");
    assertThat(left("status.edited", published("direct").put("mentioned", new JsonArray())))
        .doesNotContain("conversations.enter");
    assertThat(left("status.edited", published("direct").put("mentioned", new JsonArray().add(4))))
        .contains("conversations.enter");
  }

  @Test
  void deleted_direct_leavesItsConversations() {
    assertThat(left("status.deleted", published("direct"))).contains("conversations.leave");
    assertThat(left("status.deleted", published("public"))).doesNotContain("conversations.leave");
  }
}
