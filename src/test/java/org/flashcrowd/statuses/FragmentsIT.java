package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes that keep rendered posts: what is changed by one is seen by the other's next call. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class FragmentsIT {
  private static TestServer first;
  private static TestServer second;
  private static ApiClient alice;
  private static ApiClient aliceThere;
  private static ApiClient bobThere;
  private static String aliceId;

  @BeforeAll
  static void start() {
    first = TestServer.start();
    second = first.secondNode(Map.of());
    String token = first.signUp("alice");
    alice = first.client().as(token);
    aliceThere = second.client().as(token);
    bobThere = second.client().as(first.signUp("bob"));
    aliceId = alice.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  @AfterAll
  static void stop() {
    second.close();
    first.close();
  }

  private static String post(Map<String, String> fields) {
    return alice.post("/api/v1/statuses", fields).json().get("id").asText();
  }

  private static String path(String id) {
    return "/api/v1/statuses/" + id;
  }

  private static long loads(TestServer node) {
    Matcher line =
        Pattern.compile("flashcrowd_cache_loads_total\\{cache=\"statuses\"} ([0-9.E]+)")
            .matcher(new ApiClient(node.managementUri()).get("/metrics").text());
    return line.find() ? (long) Double.parseDouble(line.group(1)) : 0;
  }

  @Test
  void post_readAgain_isNotLoadedAgain() {
    String id = post(Map.of("status", "once"));
    JsonNode shown = alice.get(path(id)).json();
    long before = loads(first) + loads(second);
    assertThat(alice.get(path(id)).json()).isEqualTo(shown);
    // By way of Redis, and as it was: nothing gets lost on the way.
    assertThat(aliceThere.get(path(id)).json()).isEqualTo(shown);
    assertThat(loads(first) + loads(second)).isEqualTo(before);
  }

  @Test
  void photos_byWayOfRedis_areAsTheyWere() {
    String photo =
        alice
            .upload(
                "POST", "/api/v2/media", "file", Pictures.jpeg(120, 80), Map.of("description", "x"))
            .json()
            .get("id")
            .asText();
    String id = post(Map.of("status", "photo by @alice #tag", "media_ids[]", photo));
    Uploads.until(() -> first.client().get(path(id)).status() == 200);
    JsonNode shown = alice.get(path(id)).json();
    assertThat(shown.get("media_attachments").get(0).get("url").isTextual()).isTrue();
    assertThat(aliceThere.get(path(id)).json()).isEqualTo(shown);
  }

  @Test
  void edit_onOneNode_isSeenByTheOthersNextCall() {
    String id = post(Map.of("status", "before"));
    assertThat(bobThere.get(path(id)).text()).contains("before");
    for (int i = 0; i < 20; i++) {
      alice.form("PUT", path(id), Map.of("status", "version " + i));
      assertThat(bobThere.get(path(id)).text()).contains("version " + i);
      assertThat(alice.get(path(id)).text()).contains("version " + i);
    }
  }

  @Test
  void profile_changedOnOneNode_isSeenByTheOthersNextCall() {
    String id = post(Map.of("status", "with a name"));
    for (int i = 0; i < 10; i++) {
      alice.form(
          "PATCH", "/api/v1/accounts/update_credentials", Map.of("display_name", "Alice " + i));
      assertThat(bobThere.get(path(id)).json().get("account").get("display_name").asText())
          .isEqualTo("Alice " + i);
      assertThat(bobThere.get("/api/v1/accounts/" + aliceId).text()).contains("Alice " + i);
    }
  }

  @Test
  void counts_changedOnOneNode_areThoseOfTheMoment() {
    String id = post(Map.of("status", "counted"));
    assertThat(alice.get(path(id)).json().get("favourites_count").asInt()).isZero();
    JsonNode favourited = bobThere.post(path(id) + "/favourite").json();
    assertThat(favourited.get("favourites_count").asInt()).isEqualTo(1);
    assertThat(favourited.get("favourited").asBoolean()).isTrue();
    JsonNode alices = alice.get(path(id)).json();
    assertThat(alices.get("favourites_count").asInt()).isEqualTo(1);
    assertThat(alices.get("favourited").asBoolean()).isFalse();
    bobThere.post("/api/v1/accounts/" + aliceId + "/follow");
    assertThat(alice.get(path(id)).json().get("account").get("followers_count").asInt())
        .isEqualTo(1);
  }

  @Test
  void visibility_decidedAnew_evenWhereThePostIsKept() {
    String id = post(Map.of("status", "kept on both", "visibility", "public"));
    assertThat(bobThere.get(path(id)).status()).isEqualTo(200);
    String bob = bobThere.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
    alice.post("/api/v1/accounts/" + bob + "/block");
    assertThat(bobThere.get(path(id)).status()).isEqualTo(404);
    alice.post("/api/v1/accounts/" + bob + "/unblock");
    assertThat(bobThere.get(path(id)).status()).isEqualTo(200);
    alice.delete(path(id));
    assertThat(bobThere.get(path(id)).status()).isEqualTo(404);
    assertThat(aliceThere.get(path(id)).status()).isEqualTo(404);
  }
}
