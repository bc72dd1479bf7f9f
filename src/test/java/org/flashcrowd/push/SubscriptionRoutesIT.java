package org.flashcrowd.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class SubscriptionRoutesIT {
  private static final String PATH = "/api/v1/push/subscription";
  private static TestServer server;
  private static int names;
  private final Device device = new Device();
  private String name;
  private ApiClient alice;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void people() {
    name = "subscriber" + ++names;
    alice = server.client().as(server.signUp(name));
  }

  private Map<String, String> form(String endpoint) {
    Map<String, String> form = new HashMap<>();
    form.put("subscription[endpoint]", endpoint);
    form.put("subscription[keys][p256dh]", device.p256dh());
    form.put("subscription[keys][auth]", device.auth());
    return form;
  }

  @Test
  void subscribe_form_isShownChangedAndRemoved() {
    Map<String, String> form = form("https://1.1.1.1/push");
    form.put("data[alerts][mention]", "true");
    form.put("data[alerts][admin.sign_up]", "1");
    form.put("data[policy]", "follower");

    JsonNode made = alice.post(PATH, form).json();

    assertThat(made.get("endpoint").asText()).isEqualTo("https://1.1.1.1/push");
    assertThat(made.get("alerts").get("mention").asBoolean()).isTrue();
    assertThat(made.get("alerts").get("admin.sign_up").asBoolean()).isTrue();
    assertThat(made.get("alerts").get("follow").asBoolean()).isFalse();
    assertThat(made.get("policy").asText()).isEqualTo("follower");
    assertThat(alice.get(PATH).json()).isEqualTo(made);

    JsonNode changed =
        alice.json("PUT", PATH, Map.of("data", Map.of("alerts", Map.of("follow", true)))).json();
    assertThat(changed.get("alerts").get("follow").asBoolean()).isTrue();
    assertThat(changed.get("alerts").get("mention").asBoolean()).isFalse();
    assertThat(changed.get("id")).isEqualTo(made.get("id"));

    assertThat(alice.delete(PATH).json()).isEmpty();
    assertThat(alice.delete(PATH).status()).isEqualTo(200);
    assertThat(alice.get(PATH).status()).isEqualTo(404);
    assertThat(alice.form("PUT", PATH, Map.of()).status()).isEqualTo(404);
  }

  @Test
  void subscribe_json_replacesTheTokensOwnOnly() {
    Map<String, Object> body =
        Map.of(
            "subscription",
            Map.of(
                "endpoint",
                "https://1.0.0.1/push",
                "standard",
                true,
                "keys",
                Map.of("p256dh", device.p256dh(), "auth", device.auth())),
            "data",
            Map.of("policy", "all", "alerts", Map.of("mention", true)));
    JsonNode first = alice.post(PATH, form("https://1.1.1.1/push")).json();
    ApiClient other = server.client().as(TestTokens.issue(server, name, List.of("push", "read")));
    assertThat(other.get(PATH).status()).isEqualTo(404);

    JsonNode second = alice.json("POST", PATH, body).json();

    assertThat(second.get("id")).isNotEqualTo(first.get("id"));
    assertThat(second.get("standard").asBoolean()).isTrue();
    assertThat(alice.get(PATH).json()).isEqualTo(second);
  }

  /** Tusky decodes the id into 32 bits. */
  @Test
  void subscribe_tusky_getsASmallNumber() {
    JsonNode id = alice.post(PATH, form("https://1.1.1.1/push")).json().get("id");

    assertThat(id.isInt()).isTrue();
  }

  @Test
  @Proves(Promise.PUSH_ENDPOINT)
  void subscribe_ownNetwork_isRefused() {
    for (String endpoint :
        List.of(
            "http://1.1.1.1/push",
            "https://127.0.0.1/push",
            "https://localhost/push",
            "https://10.0.0.1/push",
            "https://169.254.169.254/latest",
            "https://[::1]/push",
            "https://[fd00::1]/push",
            "https://[::ffff:10.0.0.1]/push",
            "https://2130706433/push",
            "https://user@1.1.1.1/push",
            "https:///push",
            "file:///etc/passwd",
            "nothing",
            "https://1.1.1.1/" + "x".repeat(2000))) {
      ApiClient.Answer answer = alice.post(PATH, form(endpoint));

      assertThat(answer.status()).as(endpoint).isEqualTo(422);
      assertThat(answer.json().get("details").has("endpoint")).as(endpoint).isTrue();
    }
    assertThat(alice.get(PATH).status()).isEqualTo(404);
  }

  @Test
  void subscribe_badKeysOrPolicy_isRefused() {
    String endpoint = "https://1.1.1.1/push";
    for (String field : List.of("subscription[keys][p256dh]", "subscription[keys][auth]")) {
      for (String bad : List.of("", "%%%", "AAAA", device.p256dh().substring(4))) {
        Map<String, String> form = form(endpoint);
        form.put(field, bad);
        assertThat(alice.post(PATH, form).status()).as(field + bad).isEqualTo(422);
      }
    }
    Map<String, String> form = form(endpoint);
    form.put("data[policy]", "everybody");
    assertThat(alice.post(PATH, form).status()).isEqualTo(422);
    assertThat(alice.post(PATH, Map.of()).status()).isEqualTo(422);
    assertThat(alice.post(PATH, Map.of("subscription", "x")).status()).isEqualTo(422);
    assertThat(alice.get(PATH).status()).isEqualTo(404);
  }

  @Test
  void serverKey_everywhere_isTheSame() {
    String key = alice.post(PATH, form("https://1.1.1.1/push")).json().get("server_key").asText();

    assertThat(key).hasSize(88);
    assertThat(
            server
                .client()
                .get("/api/v2/instance")
                .json()
                .at("/configuration/vapid/public_key")
                .asText())
        .isEqualTo(key);
    assertThat(alice.get("/api/v1/apps/verify_credentials").json().get("vapid_key").asText())
        .isEqualTo(key);
    try (TestServer second = server.secondNode(Map.of())) {
      assertThat(
              second
                  .client()
                  .get("/api/v2/instance")
                  .json()
                  .at("/configuration/vapid/public_key")
                  .asText())
          .isEqualTo(key);
    }
  }

  @Test
  void routes_withoutTokenOrScope_areRefused() {
    ApiClient nobody = server.client();
    ApiClient reader = nobody.as(TestTokens.issue(server, name, List.of("read", "write")));
    for (ApiClient client : List.of(nobody, reader)) {
      int expected = client == nobody ? 401 : 403;
      assertThat(client.get(PATH).status()).isEqualTo(expected);
      assertThat(client.post(PATH, form("https://1.1.1.1/push")).status()).isEqualTo(expected);
      assertThat(client.form("PUT", PATH, Map.of()).status()).isEqualTo(expected);
      assertThat(client.delete(PATH).status()).isEqualTo(expected);
    }
  }
}
