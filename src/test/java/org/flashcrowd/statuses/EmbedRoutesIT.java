package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class EmbedRoutesIT {
  private static TestServer server;
  private static ApiClient alice;

  @BeforeAll
  static void setUp() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
  }

  @AfterAll
  static void tearDown() {
    server.close();
  }

  @Test
  void oembed_publicPost_isAQuotationWithItsLink() {
    JsonNode post = post(Map.of("status", "Dawn <script>alert(1)</script>"));
    for (String name : new String[] {"url", "uri"}) {
      ApiClient.Answer answer = embed(post.get(name).asText(), "&maxwidth=320&format=json");
      assertThat(answer.status()).isEqualTo(200);
      JsonNode embed = answer.json();
      assertThat(embed.get("type").asText()).isEqualTo("rich");
      assertThat(embed.get("width").asInt()).isEqualTo(320);
      assertThat(embed.get("height").isNull()).isTrue();
      assertThat(embed.get("author_name").asText()).isEqualTo("alice");
      assertThat(embed.get("html").asText())
          .startsWith("<blockquote")
          .contains(post.get("url").asText(), "Dawn")
          .doesNotContain("<script");
    }
  }

  @Test
  void oembed_sensitivePost_showsItsWarningAlone() {
    JsonNode post = post(Map.of("status", "hidden words", "spoiler_text", "spiders & <b>more"));
    assertThat(embed(post.get("url").asText(), "").json().get("html").asText())
        .contains("spiders &amp; &lt;b&gt;more")
        .doesNotContain("hidden words");
  }

  @Test
  @Proves(Promise.ONE_VISIBILITY_RULE)
  void oembed_whatIsNotPublic_orNoPost_is404() {
    for (String visibility : new String[] {"private", "direct"}) {
      JsonNode post = post(Map.of("status", "secret", "visibility", visibility));
      assertThat(embed(post.get("url").asText(), "").status()).isEqualTo(404);
    }
    String url = post(Map.of("status", "open")).get("url").asText();
    assertThat(embed(url.replace("@alice", "@bob"), "").status()).isEqualTo(404);
    assertThat(embed("https://example.org/@alice/1", "").status()).isEqualTo(404);
    assertThat(embed(url + "999999999999999", "").status()).isEqualTo(404);
    assertThat(embed("", "").status()).isEqualTo(404);
    assertThat(server.client().get("/api/oembed").status()).isEqualTo(404);
    assertThat(embed(url, "&format=xml").status()).isEqualTo(422);
    assertThat(embed(url, "&maxwidth=wide").status()).isEqualTo(400);
  }

  @Test
  void polls_areNotThere() {
    assertThat(server.client().get("/api/v1/polls/1").status()).isEqualTo(404);
    assertThat(alice.post("/api/v1/polls/1/votes", Map.of("choices[]", "0")).status())
        .isEqualTo(404);
    assertThat(server.client().post("/api/v1/polls/1/votes").status()).isEqualTo(401);
  }

  private static JsonNode post(Map<String, String> fields) {
    return alice.post("/api/v1/statuses", fields).json();
  }

  private static ApiClient.Answer embed(String url, String more) {
    return server
        .client()
        .get("/api/oembed?url=" + URLEncoder.encode(url, StandardCharsets.UTF_8) + more);
  }
}
