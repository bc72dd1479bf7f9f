package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

class HttpVersionIT {
  @Test
  void upgradeToHttp2_isPassedOver_alsoWhereTheAnswerIsARefusal() throws Exception {
    try (TestServer server = TestServer.start();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.uri().resolve("/nothing-here"))
              .timeout(Duration.ofSeconds(10))
              .build();

      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }
}
