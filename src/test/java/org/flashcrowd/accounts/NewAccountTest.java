package org.flashcrowd.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.flashcrowd.http.Failure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewAccountTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "Anna_9", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})
  void problem_plainName_isNone(String username) {
    assertThat(NewAccount.problem(username)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "' ', ERR_BLANK",
    "zoë, ERR_INVALID",
    "a-b, ERR_INVALID",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, ERR_INVALID",
    "Admin, ERR_RESERVED"
  })
  void problem_unusableName_isNamed(String username, String error) {
    assertThat(NewAccount.problem(username)).map(Failure.Detail::error).contains(error);
  }
}
