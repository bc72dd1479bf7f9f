package org.flashcrowd.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.flashcrowd.config.Config.Role;
import org.junit.jupiter.api.Test;

class JobKindTest {
  @Test
  void named_withEverything_keepsIt() {
    JobKind kind =
        JobKind.named("timelines.fan-out", Role.FEED)
            .lane(Lane.INTERACTIVE)
            .priority(5)
            .maxAttempts(3)
            .timeout(Duration.ofSeconds(9))
            .on("status.published")
            .on("status.edited");

    assertThat(kind.address()).isEqualTo("jobs.timelines.fan-out");
    assertThat(kind.cause().topics())
        .containsExactlyInAnyOrder("status.published", "status.edited");
    assertThat(kind.lane()).isEqualTo(Lane.INTERACTIVE);
    assertThat(kind.priority()).isEqualTo(5);
    assertThat(kind.maxAttempts()).isEqualTo(3);
    assertThat(kind.timeout()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void when_eventItDoesNotHoldOf_isOfNoConcern() {
    JobKind kind =
        JobKind.named("tags.count", Role.FEED)
            .on("status.published")
            .when(post -> post.getLong("reblog_of") == null)
            .keyedBy("status");
    JsonObject post = new JsonObject().put("status", 1L);
    JsonObject boost = new JsonObject().put("status", 2L).put("reblog_of", 1L);

    assertThat(kind.concernedBy("status.published", post)).isTrue();
    assertThat(kind.concernedBy("status.published", boost)).isFalse();
    assertThat(kind.concernedBy("status.deleted", post)).isFalse();
    assertThat(kind.cause().keyedBy()).isEqualTo("status");
  }

  @Test
  void named_impossibleValues_areRefused() {
    assertThatThrownBy(() -> JobKind.named("fanout", Role.FEED)).hasMessageContaining("fanout");
    JobKind kind = JobKind.named("a.b", Role.FEED);
    assertThatThrownBy(() -> kind.priority(-1)).hasMessageContaining("priority");
    assertThatThrownBy(() -> kind.maxAttempts(-1)).hasMessageContaining("attempts");
    assertThatThrownBy(() -> kind.timeout(Duration.ZERO)).hasMessageContaining("timeout");
  }
}
