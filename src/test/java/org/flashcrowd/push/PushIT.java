package org.flashcrowd.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.push.PushService.Received;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a deed to a device, by way of a push service on the loopback. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class PushIT {
  private static TestServer server;
  private static int names;
  private PushService service;
  private Device device;
  private ApiClient alice;
  private ApiClient bob;
  private String bobName;
  private String photo;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            Map.of("FLASHCROWD_PUSH_ALLOW_INSECURE", "true", "FLASHCROWD_PUSH_TIMEOUT", "2s"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void people() {
    service = new PushService();
    device = new Device();
    alice = somebody();
    bob = somebody();
    bobName = "pusher" + names;
    photo = alice.post("/api/v1/statuses", Map.of("status", "a photo")).json().get("id").asText();
  }

  @AfterEach
  void close() {
    service.close();
  }

  private static ApiClient somebody() {
    return server.client().as(server.signUp("pusher" + ++names));
  }

  private static String id(ApiClient client) {
    return client.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  private static void act(ApiClient client, String path) {
    ApiClient.Answer answer = client.post(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private void favourite(ApiClient by) {
    act(by, "/api/v1/statuses/" + photo + "/favourite");
  }

  private JsonNode subscribe(String host, String path, Map<String, String> more) {
    return subscribe(alice, device, service.endpoint(host, path), more);
  }

  private static JsonNode subscribe(
      ApiClient who, Device with, String endpoint, Map<String, String> more) {
    Map<String, String> form = new HashMap<>(more);
    form.put("subscription[endpoint]", endpoint);
    form.put("subscription[keys][p256dh]", with.p256dh());
    form.put("subscription[keys][auth]", with.auth());
    form.putIfAbsent("data[alerts][favourite]", "true");
    ApiClient.Answer answer = who.post("/api/v1/push/subscription", form);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private JsonNode read(Received push) throws java.io.IOException {
    return Json.MAPPER.readTree(device.read(push.body().getBytes(), push.headers()));
  }

  @Test
  void favourite_standardSubscription_reachesTheDeviceAlone() throws Exception {
    JsonNode subscription =
        subscribe("127.0.0.1", "/box?key=1", Map.of("subscription[standard]", "true"));

    favourite(bob);
    Received push = service.next();
    JsonNode message = read(push);

    assertThat(push.path()).isEqualTo("/box");
    assertThat(push.headers()).containsEntry("content-encoding", "aes128gcm");
    assertThat(push.header("ttl")).isEqualTo("172800");
    assertThat(message.get("notification_type").asText()).isEqualTo("favourite");
    assertThat(message.get("title").asText()).contains(bobName);
    assertThat(message.get("body").asText()).isEqualTo("a photo");
    assertThat(message.get("icon").asText()).startsWith("http");
    String id = message.get("notification_id").asText();
    assertThat(alice.get("/api/v1/notifications/" + id).json().get("type").asText())
        .isEqualTo("favourite");
    assertThat(message.get("notification_id").isIntegralNumber()).isTrue();
    String[] vapid = push.header("authorization").split("[ ,=]+");
    assertThat(vapid[0]).isEqualTo("vapid");
    isSigned(vapid[2], vapid[4]);
    assertThat(subscription.get("server_key").asText()).startsWith(vapid[4]);
  }

  private void isSigned(String token, String key)
      throws GeneralSecurityException, java.io.IOException {
    String[] parts = token.split("\\.");
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(P256.decode(Base64.getUrlDecoder().decode(key)));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    JsonNode claims = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(service.endpoint("127.0.0.1", "")).isEqualTo(claims.get("aud").asText());
    assertThat(claims.get("sub").asText()).isEqualTo("mailto:admin@localhost");
  }

  /** Tusky and Ice Cubes do not ask for the standard, and read the draft before it. */
  @Test
  void favourite_subscriptionOfTuskyOrIceCubes_isEncryptedByTheDraft() throws Exception {
    JsonNode subscription = subscribe("127.0.0.1", "/box", Map.of());

    favourite(bob);
    Received push = service.next();

    assertThat(subscription.get("standard").asBoolean()).isFalse();
    assertThat(push.headers()).containsEntry("content-encoding", "aesgcm");
    assertThat(push.header("authorization")).startsWith("WebPush ");
    isSigned(
        push.header("authorization").substring("WebPush ".length()),
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Device.field(push.headers(), "crypto-key", "p256ecdsa")));
    assertThat(read(push).get("notification_type").asText()).isEqualTo("favourite");
  }

  @Test
  void deeds_notAskedForOrByOthers_areNotPushed() throws Exception {
    subscribe("127.0.0.1", "/box", Map.of("data[policy]", "followed"));
    ApiClient carol = somebody();
    act(alice, "/api/v1/accounts/" + id(carol) + "/follow");

    favourite(bob);
    act(carol, "/api/v1/statuses/" + photo + "/reblog");
    Queue.settle(server);
    assertThat(service.isSilent()).isTrue();
    favourite(carol);

    assertThat(read(service.next()).get("notification_type").asText()).isEqualTo("favourite");
    assertThat(service.isSilent()).isTrue();
  }

  @Test
  void gone_404or410_endsTheSubscription() throws Exception {
    for (int status : new int[] {404, 410}) {
      subscribe("127.0.0.1", "/box", Map.of());
      service.answers(status);
      favourite(somebody());
      service.next();
      Queue.settle(server);

      assertThat(alice.get("/api/v1/push/subscription").status()).as("%s", status).isEqualTo(404);
    }
  }

  @Test
  @Proves(Promise.MAIL_PUSH_DOWN)
  void broken_5xxOrNoAnswer_isTriedAgain() throws Exception {
    subscribe("127.0.0.1", "/box", Map.of());
    service.answers(500);
    favourite(bob);
    service.next();
    service.answers(request -> {});
    service.next();
    service.answers(201);

    assertThat(read(service.next()).get("notification_type").asText()).isEqualTo("favourite");
  }

  @Test
  void tooMuch_413or429_areRespected() throws Exception {
    subscribe("127.0.0.1", "/box", Map.of());
    service.answers(413);
    favourite(bob);
    service.next();
    Queue.settle(server);
    assertThat(alice.get("/api/v1/push/subscription").status()).isEqualTo(200);

    service.answers(
        request -> request.response().setStatusCode(429).putHeader("Retry-After", "1800").end());
    favourite(somebody());
    service.next();
    Queue.settle(server);
    favourite(somebody());
    Queue.settle(server);

    assertThat(service.isSilent()).isTrue();
    assertThat(
            number(
                "SELECT count(*) FROM job WHERE kind = 'push.deliver' AND run_at > now() +"
                    + " interval '25 minutes'"))
        .isEqualTo(2);
    number("WITH gone AS (DELETE FROM job WHERE kind = 'push.deliver') SELECT 1");
  }

  private static long number(String query) throws SQLException {
    try (Connection connection = Jdbc.connect(server.services().database().value());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  @Proves(Promise.MAIL_PUSH_DOWN)
  void brokenService_isLeftAlone_othersGoOn() throws Exception {
    try (PushService broken = new PushService()) {
      broken.answers(503);
      ApiClient carol = somebody();
      String other =
          carol.post("/api/v1/statuses", Map.of("status", "carol's")).json().get("id").asText();
      subscribe(carol, new Device(), broken.endpoint("127.0.0.1", "/box"), Map.of());
      subscribe("127.0.0.1", "/box", Map.of());
      for (int i = 0; i < 30; i++) {
        act(somebody(), "/api/v1/statuses/" + other + "/favourite");
      }
      Uploads.until(() -> metrics().contains("flashcrowd_breaker_open{breaker=\"push\"} 1.0"));

      favourite(bob);

      assertThat(read(service.next()).get("notification_type").asText()).isEqualTo("favourite");
      assertThat(health()).contains("\"breakers\":\"open: push\"");
      // Five that opened it, those under way then, and the one that tries again.
      assertThat(broken.received()).isLessThan(15);
      carol.delete("/api/v1/push/subscription");
    }
    number("WITH gone AS (DELETE FROM job WHERE kind = 'push.deliver') SELECT 1");
  }

  private static String metrics() {
    return new ApiClient(server.managementUri()).get("/metrics").text();
  }

  private static String health() {
    return new ApiClient(server.managementUri()).get("/health/ready").text();
  }

  @Test
  @Proves(Promise.MAIL_PUSH_DOWN)
  void slowService_othersGoOn() throws Exception {
    ApiClient carol = somebody();
    String other =
        carol.post("/api/v1/statuses", Map.of("status", "carol's")).json().get("id").asText();
    subscribe("127.0.0.1", "/slow", Map.of());
    service.answers(
        request -> {
          if ("/quick".equals(request.path())) {
            request.response().setStatusCode(201).end();
          }
        });
    Device carols = new Device();
    subscribe(carol, carols, service.endpoint("localhost", "/quick"), Map.of());
    for (int i = 0; i < 20; i++) {
      favourite(somebody());
    }
    service.next();

    act(bob, "/api/v1/statuses/" + other + "/favourite");

    Received push = service.next();
    while (!push.path().equals("/quick")) {
      push = service.next();
    }
    assertThat(carols.read(push.body().getBytes(), push.headers())).contains(bobName);
    alice.delete("/api/v1/push/subscription");
    service.answers(201);
    while (number("SELECT count(*) FROM job WHERE kind = 'push.deliver'") > 0) {
      LockSupport.parkNanos(20_000_000);
    }
  }
}
