package org.flashcrowd.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalUrlTest {
  private static final String HOST = "photos.example:8443";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://photos.example:8443/@anna/123",
        "http://PHOTOS.example:8443/@anna/123/",
        "https://photos.example:8443/users/anna/statuses/123",
        "https://photos.example:8443/web/@anna/123?x=y#z"
      })
  void parse_post_isNameAndId(String url) {
    assertThat(LocalUrl.parse(url, HOST)).contains(new LocalUrl("anna", OptionalLong.of(123)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://photos.example:8443/@anna", "https://photos.example:8443/users/anna/"})
  void parse_account_isItsName(String url) {
    assertThat(LocalUrl.parse(url, HOST)).contains(new LocalUrl("anna", OptionalLong.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://elsewhere.example/@anna/123",
        "https://photos.example/@anna/123",
        "https://x@photos.example:8443/@anna",
        "https://photos.example:8443/about",
        "https://photos.example:8443/@anna/99999999999999999999",
        "https://",
        "https:// [",
        "anna"
      })
  void parse_anythingElse_isNothing(String url) {
    assertThat(LocalUrl.parse(url, HOST)).isEmpty();
  }
}
