package org.flashcrowd.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostTurnsTest {
  @Test
  void enter_fullHost_doesNotKeepOthersOut() {
    HostTurns turns = new HostTurns(2);

    assertThat(turns.enter("slow")).isTrue();
    assertThat(turns.enter("slow")).isTrue();
    assertThat(turns.enter("slow")).isFalse();
    assertThat(turns.enter("other")).isTrue();
    turns.leave("slow");
    assertThat(turns.enter("slow")).isTrue();
  }
}
