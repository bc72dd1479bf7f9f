package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
  private static final Endpoint NOTHING = request -> Future.succeededFuture(Reply.empty(204));

  private final Routes routes =
      new Routes()
          .get("/api/v1/accounts/:id", Access.open(), NOTHING)
          .get("/api/v1/accounts/lookup", Access.open(), NOTHING)
          .get("/api/v1/accounts/:id/statuses", Access.open(), NOTHING)
          .post("/api/v1/accounts/:id/follow", Access.open(), NOTHING)
          .get("/assets/*", Access.open(), NOTHING);

  @ParameterizedTest
  @CsvSource({
    "/api/v1/accounts/12, /api/v1/accounts/:id",
    "/api/v1/accounts/12/, /api/v1/accounts/:id",
    "/api/v1/accounts/lookup, /api/v1/accounts/lookup",
    "/api/v1/accounts/lookup/statuses, /api/v1/accounts/:id/statuses",
    "/assets/a/b.css, /assets/*"
  })
  void find_path_givesItsTemplate(String path, String template) {
    assertThat(routes.find(HttpMethod.GET, path).route().path()).isEqualTo(template);
  }

  @Test
  void find_escapedParameter_isUnescaped() {
    assertThat(routes.find(HttpMethod.GET, "/api/v1/accounts/a%20b").parameters())
        .containsEntry("id", "a b");
  }

  @Test
  void find_nulInAParameter_isNotFound() {
    assertThatThrownBy(() -> routes.find(HttpMethod.GET, "/api/v1/accounts/a%00b"))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.status()).isEqualTo(404));
  }

  @Test
  void find_head_isAnsweredByGet() {
    assertThat(routes.find(HttpMethod.HEAD, "/api/v1/accounts/1").route().method())
        .isEqualTo(HttpMethod.GET);
  }

  @Test
  void find_unknownPath_isNotFound() {
    assertThatThrownBy(() -> routes.find(HttpMethod.GET, "/api/v9"))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.status()).isEqualTo(404));
  }

  @Test
  void find_otherMethod_namesTheAllowedOnes() {
    assertThatThrownBy(() -> routes.find(HttpMethod.DELETE, "/api/v1/accounts/1"))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.status()).isEqualTo(405);
              assertThat(failure.headers()).containsEntry("Allow", "GET");
            });
  }

  @Test
  void add_routeTwice_isRefusedAtStartUp() {
    assertThatThrownBy(() -> routes.get("/api/v1/accounts/:other", Access.open(), NOTHING))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Proves(Promise.SCOPES)
  void access_withoutScope_isRefusedAtStartUp() {
    assertThatThrownBy(Access::account).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(Access::optional).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Access.account("read:everything"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
