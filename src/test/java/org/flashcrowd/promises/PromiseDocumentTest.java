package org.flashcrowd.promises;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromiseDocumentTest {
  private static final Measured KEPT =
      new Measured(
          Promise.BAD_ID, "a.B#c", 1, new Figures().add("calls", 1_200).values(), null, "abc", 2);

  @Test
  void tables_keptPromise_showsTestAndFigure() {
    assertThat(PromiseDocument.tables(List.of(KEPT)))
        .contains("at commit abc on 2 cores")
        .contains("| id = 2^63, id = abc | 404 | yes | `a.B#c`: calls 1,200 |\n");
  }

  @Test
  void tables_brokenPromise_saysSoWithItsReason() {
    Measured broken =
        new Measured(Promise.BAD_ID, "a.B#d", 1, Map.of(), "the test fails: a | b", "abc", 2);

    assertThat(PromiseDocument.tables(List.of(KEPT.and(broken))))
        .contains(
            "| **in part** | `a.B#c` (2 tests): calls 1,200; **not kept: the test fails: a \\| b**"
                + " |");
  }

  @Test
  void tables_promiseWithoutAFigure_isNotMeasured() {
    assertThat(PromiseDocument.tables(List.of()))
        .contains("| id = 2^63, id = abc | 404 | not measured |  |\n");
  }

  @Test
  void figures_times_areReadable() {
    assertThat(
            new Figures()
                .add("a", Duration.ofNanos(1_234_000))
                .add("b", Duration.ofMillis(1_234))
                .add("c", Duration.ofMillis(12_340))
                .values()
                .values())
        .containsExactly("1.2 ms", "1234 ms", "12.3 s");
  }
}
