package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Rate;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

@Proves(Promise.RATE_LIMITS)
class RequestLimitsIT {
  private static final String SHOWN = "/.well-known/oauth-authorization-server";

  @Test
  void call_anonymous_isCountedByAddressAndToldSo() {
    try (TestServer server = limited(Map.of("FLASHCROWD_LIMITS_ADDRESS_REQUESTS", "2/1h"))) {
      ApiClient.Answer first = server.client().get(SHOWN);
      ApiClient.Answer second = server.client().get(SHOWN);
      ApiClient.Answer third = server.client().get(SHOWN);

      assertThat(first.header("X-RateLimit-Limit")).isEqualTo("2");
      assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("1");
      assertThat(Instant.parse(String.valueOf(first.header("X-RateLimit-Reset")))).isNotNull();
      assertThat(second.status()).isEqualTo(200);
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.json().get("error").asText()).isEqualTo("Too many requests");
      assertThat(third.header("Retry-After")).isNotNull();
      assertThat(third.header("X-RateLimit-Remaining")).isEqualTo("0");
    }
  }

  @Test
  void call_withoutALiveToken_isCountedByAddress() {
    try (TestServer server = limited(Map.of("FLASHCROWD_LIMITS_ADDRESS_REQUESTS", "2/1h"))) {
      String own = "/api/v1/accounts/verify_credentials";

      assertThat(server.client().get(own).status()).isEqualTo(401);
      assertThat(server.client().as("guessed").get(own).status()).isEqualTo(401);
      assertThat(server.client().as("guessed too").get(own).status()).isEqualTo(429);
      assertThat(server.client().get(own).status()).isEqualTo(429);
    }
  }

  @Test
  void call_signedIn_isCountedByAccountAndNotByAddress() {
    try (TestServer server = limited(Map.of("FLASHCROWD_LIMITS_ACCOUNT_REQUESTS", "7/1h"))) {
      ApiClient alice = server.client().as(server.signUp("alice"));

      assertThat(alice.get("/api/v1/apps/verify_credentials").header("X-RateLimit-Limit"))
          .isEqualTo("7");
    }
  }

  @Test
  void apps_moreThanTheirOwnLimit_areRefused() {
    try (TestServer server = limited(Map.of("FLASHCROWD_LIMITS_APP_REGISTRATION", "1/1h"))) {
      Map<String, String> app =
          Map.of("client_name", "A", "redirect_uris", "urn:ietf:wg:oauth:2.0:oob");

      assertThat(server.client().post("/api/v1/apps", app).status()).isEqualTo(200);
      assertThat(server.client().post("/api/v1/apps", app).status()).isEqualTo(429);
      assertThat(server.client().get(SHOWN).status()).isEqualTo(200);
    }
  }

  @Test
  void address_forwardedByStranger_isNotBelieved() {
    try (TestServer server = limited(Map.of("FLASHCROWD_LIMITS_ADDRESS_REQUESTS", "1/1h"))) {
      assertThat(from(server, "192.0.2.1").status()).isEqualTo(200);
      assertThat(from(server, "192.0.2.2").status()).isEqualTo(429);
    }
  }

  @Test
  void address_forwardedByTrustedProxy_isTheLastOneItSaw() {
    try (TestServer server =
        limited(
            Map.of(
                "FLASHCROWD_LIMITS_ADDRESS_REQUESTS",
                "1/1h",
                "FLASHCROWD_HTTP_TRUSTED_PROXIES",
                "127.0.0.0/8"))) {
      assertThat(from(server, "192.0.2.1").status()).isEqualTo(200);
      assertThat(from(server, "192.0.2.2").status()).isEqualTo(200);
      assertThat(from(server, "198.51.100.9, 192.0.2.2").status()).isEqualTo(429);
      assertThat(from(server, "2001:db8:1:2::1").status()).isEqualTo(200);
      assertThat(from(server, "2001:db8:1:2:ffff::9").status()).isEqualTo(429);
      assertThat(from(server, "2001:db8:1:3::1").status()).isEqualTo(200);
    }
  }

  @Test
  void defaults_limits_areThoseThatArePromised() {
    Config.Limits limits = Config.defaults().limits();

    assertThat(limits.enabled()).isTrue();
    assertThat(
            Map.of(
                "account", limits.accountRequests(),
                "address", limits.addressRequests(),
                "media", limits.media(),
                "sign-up", limits.signUp(),
                "app", limits.appRegistration(),
                "sign-in", limits.signIn(),
                "sign-in by e-mail", limits.signInEmail()))
        .isEqualTo(
            Map.of(
                "account", new Rate(1_500, Duration.ofMinutes(5)),
                "address", new Rate(300, Duration.ofMinutes(5)),
                "media", new Rate(30, Duration.ofMinutes(30)),
                "sign-up", new Rate(5, Duration.ofMinutes(30)),
                "app", new Rate(5, Duration.ofMinutes(10)),
                "sign-in", new Rate(25, Duration.ofMinutes(5)),
                "sign-in by e-mail", new Rate(25, Duration.ofHours(1))));
  }

  private static ApiClient.Answer from(TestServer server, String forwarded) {
    return server
        .client()
        .send(server.client().request(SHOWN).header("X-Forwarded-For", forwarded).GET());
  }

  private static TestServer limited(Map<String, String> settings) {
    Map<String, String> all = new java.util.HashMap<>(settings);
    all.put("FLASHCROWD_LIMITS_ENABLED", "true");
    return TestServer.start(all);
  }
}
