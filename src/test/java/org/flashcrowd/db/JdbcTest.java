package org.flashcrowd.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"postgresql://me:hid^den@host/db", "postgresql://me:hidden@host:99999/db"})
  void options_ofNoUri_failWithoutShowingIt(String uri) {
    assertThatThrownBy(() -> Migrations.run(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("database.uri")
        .hasMessageNotContaining("hid")
        .hasNoCause();
  }

  @Test
  void options_ofAUri_areItsParts() {
    assertThat(Jdbc.options("postgresql://me:p%40ss@host:5433/photos").getPassword())
        .isEqualTo("p@ss");
  }
}
