package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopesTest {
  @ParameterizedTest
  @CsvSource({
    "read, read:statuses, true",
    "read:statuses, read:statuses, true",
    "read:statuses, read:accounts, false",
    "read, write:statuses, false",
    "write, admin:write:accounts, false",
    "admin:write, admin:write:accounts, true",
    "follow, write:follows, true",
    "follow, write:statuses, false"
  })
  void cover_grantedScope_coversItsOwnOnly(String granted, String needed, boolean covered) {
    assertThat(Scopes.cover(Set.of(granted), needed)).isEqualTo(covered);
  }

  @Test
  void parse_list_splitsAtSpacesAndPluses() {
    assertThat(Scopes.parse(" read  write+push read ")).containsExactly("read", "write", "push");
  }
}
