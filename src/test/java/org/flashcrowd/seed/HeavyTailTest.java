package org.flashcrowd.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeavyTailTest {
  @Test
  void draw_manyTimes_fewRanksGetMostOfIt() {
    HeavyTail tail = new HeavyTail(10_000);
    SplittableRandom random = new SplittableRandom(1);
    int[] drawn = new int[10_000];
    for (int i = 0; i < 100_000; i++) {
      drawn[tail.draw(random)]++;
    }
    int firstHundred = 0;
    for (int i = 0; i < 100; i++) {
      firstHundred += drawn[i];
    }

    assertThat(drawn[0]).isGreaterThan(20 * drawn[100]);
    assertThat(firstHundred).isBetween(40_000, 60_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 97, 1000, 4096})
  void coprime_step_visitsEveryPlaceOnce(int size) {
    int step = Seeder.coprime(size);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < size; i++) {
      seen.add((int) ((long) i * step % size));
    }

    assertThat(seen).hasSize(size);
  }
}
