package org.flashcrowd.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.flashcrowd.auth.TestBrowser;
import org.flashcrowd.config.RedisSettings.Mode;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.RedisFleet;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two whole nodes whose Redis is a master behind sentinels, or a cluster of three. */
@Tag("faults")
class RedisFleetIT {
  private static final Duration FAILOVER = Duration.ofSeconds(15);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"SENTINEL", "CLUSTER"})
  @Proves(Promise.RATE_LIMITS)
  void twoNodes_signInLimits_areCountedTogetherAndOutliveTheMaster(Mode mode) {
    try (RedisFleet fleet = RedisFleet.start(folder, mode);
        TestServer site = TestServer.start();
        TestServer one = node(site, fleet);
        TestServer other = node(site, fleet)) {
      String alice = one.signUp("alice");

      assertThat(countTogether(one, other, "nobody")).isTrue();
      ApiClient.Answer third = attempt(one, "NOBODY");
      assertThat(third.status()).isEqualTo(429);
      assertThat(Integer.parseInt(String.valueOf(third.header("Retry-After")))).isPositive();
      assertThat(attempt(other, "nobody").status()).isEqualTo(429);

      fleet.server(0).kill();

      // The core goes on at once; what Redis counts, once the next master is there.
      ApiClient.Answer post =
          one.client().as(alice).post("/api/v1/statuses", Map.of("status", "still here"));
      assertThat(post.status()).as(post.text()).isEqualTo(200);
      AtomicInteger tries = new AtomicInteger();
      within(() -> countTogether(one, other, "somebody" + tries.incrementAndGet()));
      assertThat(other.client().as(alice).get("/api/v1/timelines/home").text())
          .contains("still here");
    }
  }

  private static TestServer node(TestServer site, RedisFleet fleet) {
    Map<String, String> settings = new HashMap<>(fleet.settings());
    settings.put("FLASHCROWD_LIMITS_ENABLED", "true");
    settings.put("FLASHCROWD_LIMITS_SIGN_IN_EMAIL", "2/1h");
    // All of it comes from one address.
    settings.put("FLASHCROWD_LIMITS_SIGN_IN", "10000/5m");
    settings.put("FLASHCROWD_LIMITS_ADDRESS_REQUESTS", "10000/5m");
    return site.secondNode(settings, new ServiceUris(site.services().database(), fleet.uri()));
  }

  /** A node alone would let its second attempt be. */
  private static boolean countTogether(TestServer one, TestServer other, String name) {
    return attempt(one, name).status() == 422
        && attempt(other, name).status() == 422
        && attempt(one, name).status() == 429;
  }

  private static ApiClient.Answer attempt(TestServer node, String name) {
    return new TestBrowser(node).signIn("/auth/sign_in", name);
  }

  private static void within(BooleanSupplier holds) {
    long deadline = System.nanoTime() + FAILOVER.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within " + FAILOVER).isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
