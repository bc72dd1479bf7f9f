package org.flashcrowd.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.flashcrowd.config.Config;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.resilience.Overloaded;
import org.junit.jupiter.api.Test;

@Proves(Promise.PASSWORDS)
class PasswordHasherIT {
  @Test
  void defaults_cost_isNotBelowTheLeast() {
    Config.Argon2 cost = Config.defaults().auth().argon2();

    assertThat(cost.memoryKib()).isGreaterThanOrEqualTo(19 * 1024);
    assertThat(cost.iterations()).isGreaterThanOrEqualTo(2);
    assertThat(cost.parallelism()).isGreaterThanOrEqualTo(1);
    assertThat(Config.defaults().registrations().minPassword()).isEqualTo(8);
    assertThat(Config.defaults().registrations().maxPassword()).isEqualTo(128);
  }

  @Test
  void hash_moreThanMayRunOrWait_failsAtOnce() {
    Config config =
        Config.load(
            null,
            Map.of(
                "FLASHCROWD_AUTH_ARGON2_CONCURRENCY", "2",
                "FLASHCROWD_AUTH_ARGON2_QUEUE", "3"));
    Vertx vertx = Vertx.vertx();
    try {
      PasswordHasher hasher = await(PasswordHasher.start(vertx, config));

      List<Future<String>> hashes =
          IntStream.range(0, 20).mapToObj(i -> hasher.hash("correct horse " + i)).toList();

      assertThat(hashes.stream().filter(PasswordHasherIT::isRefused).count()).isEqualTo(15);
      List<String> made =
          hashes.stream().filter(hash -> !isRefused(hash)).map(hash -> await(hash)).toList();
      assertThat(made).hasSize(5).allMatch(hash -> hash.startsWith("$argon2id$v=19$m=19456,t=2"));
    } finally {
      await(vertx.close());
    }
  }

  private static boolean isRefused(Future<String> hash) {
    return hash.failed() && hash.cause() instanceof Overloaded;
  }
}
