package org.flashcrowd.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The document is served as it is written, and its page shows every route. */
class ReferenceIT {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void document_isServedAsItIsWritten() {
    ApiClient.Answer answer = server.client().get("/api/openapi.yaml");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/yaml; charset=utf-8");
    assertThat(answer.bytes()).isEqualTo(Document.bytes());
  }

  @Test
  void document_knownToTheCaller_isNotSentAgain() {
    String tag = server.client().get("/api/openapi.yaml").header("ETag");

    ApiClient.Answer again =
        server
            .client()
            .send(server.client().request("/api/openapi.yaml").header("If-None-Match", tag));

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.bytes()).isEmpty();
  }

  @Test
  void page_showsEveryRoute() {
    ApiClient.Answer answer = server.client().get("/api");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("text/html");
    assertThat(answer.text())
        .contains("<code>/api/v1/statuses/{id}/context</code>")
        .contains("signed in, write:statuses");
    server
        .server()
        .routes()
        .all()
        .forEach(
            route ->
                assertThat(answer.text())
                    .contains(
                        "<code>"
                            + route.path().replaceAll(":(\\w+)", "{$1}").replace("*", "{path}")
                            + "</code>"));
  }
}
