package org.flashcrowd.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefreshedTest {
  private final List<Promise<String>> asked = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-23T18:00:00Z");
  private final Refreshed<String> refreshed =
      new Refreshed<>("test", Duration.ofMinutes(10), () -> now, this::ask);

  private Future<String> ask() {
    Promise<String> answer = Promise.promise();
    asked.add(answer);
    return answer.future();
  }

  @Test
  void get_manyBeforeTheFirstAnswer_askOnce() {
    Future<String> first = refreshed.get();
    Future<String> second = refreshed.get();
    asked.getFirst().complete("one");

    assertThat(first.result()).isEqualTo("one");
    assertThat(second.result()).isEqualTo("one");
    assertThat(refreshed.get().result()).isEqualTo("one");
    assertThat(asked).hasSize(1);
  }

  @Test
  void get_noLongerFresh_onlyTheFirstWaits() {
    refreshed.get();
    asked.getFirst().complete("one");
    now = now.plus(Duration.ofMinutes(11));

    Future<String> waiting = refreshed.get();
    assertThat(waiting.isComplete()).isFalse();
    assertThat(refreshed.get().result()).isEqualTo("one");
    asked.getLast().complete("two");
    assertThat(waiting.result()).isEqualTo("two");
    assertThat(refreshed.get().result()).isEqualTo("two");
  }

  @Test
  void get_cannotBeFoundOutAgain_isWhatWasKnown() {
    refreshed.get();
    asked.getFirst().complete("one");
    now = now.plus(Duration.ofMinutes(11));

    Future<String> waiting = refreshed.get();
    asked.getLast().fail("away");
    assertThat(waiting.result()).isEqualTo("one");
    refreshed.get();
    assertThat(asked).hasSize(3);
  }

  @Test
  void get_neverFoundOut_failsAndIsAskedAgain() {
    Future<String> first = refreshed.get();
    asked.getFirst().fail("away");

    assertThat(first.failed()).isTrue();
    refreshed.get();
    asked.getLast().complete("one");
    assertThat(refreshed.get().result()).isEqualTo("one");
  }
}
