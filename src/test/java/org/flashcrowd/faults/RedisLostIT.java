package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flashcrowd.auth.TestBrowser;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Redis is stopped, frozen, cut off or emptied while people use the site: they do not notice. */
class RedisLostIT {
  private static final Duration BRIEF = Duration.ofSeconds(4);
  private static final Duration LONG = Duration.ofSeconds(20);
  // Below this a doubled figure is noise of the machine.
  private static final Duration NOISE = Duration.ofMillis(50);
  private static final int SIGN_INS = 25;

  @Test
  @Tag("faults")
  @Proves(Promise.REDIS_LOST)
  void freeze_briefly_allWorks(Figures figures) {
    lose(BRIEF, "frozen", site -> site.redis.freeze(), site -> site.redis.thaw(), figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.REDIS_LOST)
  void stop_long_allWorks(Figures figures) {
    lose(LONG, "stopped", site -> site.redis.stop(), site -> site.redis.restart(), figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.REDIS_LOST)
  void freeze_long_allWorks(Figures figures) {
    lose(LONG, "frozen", site -> site.redis.freeze(), site -> site.redis.thaw(), figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.REDIS_LOST)
  void flushAll_again_allWorks(Figures figures) {
    lose(BRIEF, "emptied", site -> site.redis.empty(), site -> site.redis.empty(), figures);
  }

  private static void lose(
      Duration length,
      String how,
      Consumer<Site> breaking,
      Consumer<Site> mending,
      Figures figures) {
    Outage outage = Outage.of(length, Map.of(), breaking, mending);

    outage.tell(figures);
    outage.expectHonestAnswers();
    Set<String> failed = notOk(outage.during());
    assertThat(failed).as("what does not work while Redis is " + how).isEmpty();
    Duration limit = outage.before().p99().multipliedBy(2).plus(NOISE);
    figures.within(limit, "p99 while Redis is " + how, outage.during().p99());
  }

  private static Set<String> notOk(Samples samples) {
    return samples.list().stream()
        .filter(sample -> !sample.ok())
        .map(sample -> sample.what() + " " + sample.status())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Nobody may guess passwords at will because Redis is away. */
  @Test
  @Proves(Promise.REDIS_LOST)
  void stop_signIns_workAndAreStillLimited(Figures figures) {
    try (Site site = Site.open()) {
      ServerProcess node = site.node(Map.of("FLASHCROWD_LIMITS_ENABLED", "true"));
      site.redis.stop();

      ApiClient.Answer right = new TestBrowser(node.client()).signIn("/auth/sign_in", "member0");
      int tried = 1;
      int limited = 0;
      while (limited == 0 && tried < 3 * SIGN_INS) {
        TestBrowser guesser = new TestBrowser(node.client());
        ApiClient.Answer wrong =
            guesser.submit(
                guesser.open("/auth/sign_in"),
                "/auth/sign_in",
                Map.of("email", "member1@example.org", "password", "not " + TestServer.PASSWORD));
        tried++;
        limited = wrong.status() == 429 ? tried : 0;
      }

      figures.add("sign-ins until the node limits them without Redis", limited);
      assertThat(right.status()).isEqualTo(302);
      assertThat(limited).isBetween(2, SIGN_INS + 1);
    }
  }
}
