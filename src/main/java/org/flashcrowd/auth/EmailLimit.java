package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Rate;
import org.flashcrowd.http.Failure;
import org.flashcrowd.resilience.RateLimit;
import org.flashcrowd.resilience.RateLimiter;

/** Counts what is tried for one e-mail address, known here or not, from wherever it comes. */
final class EmailLimit {
  private final RateLimiter limiter;
  private final RateLimit limit;
  private final boolean enabled;

  EmailLimit(RateLimiter limiter, Config.Limits limits, String name, Rate rate) {
    this.limiter = limiter;
    this.limit = new RateLimit(name, rate.amount(), rate.per());
    this.enabled = limits.enabled();
  }

  /** Fails with 429 when it is too much. Counted under a hash: addresses have no place in Redis. */
  Future<Void> admit(String email) {
    if (!enabled) {
      return Future.succeededFuture();
    }
    String subject = Secrets.base64(Secrets.hash(email.strip().toLowerCase(Locale.ROOT)));
    return limiter
        .take(limit, subject)
        .compose(
            verdict ->
                verdict.allowed()
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        Failure.of(
                                429, "Too many attempts for this address. Please try again later.")
                            .header("Retry-After", seconds(verdict))));
  }

  private static String seconds(RateLimiter.Verdict verdict) {
    return Long.toString(Math.max(1, Instant.now().until(verdict.reset(), ChronoUnit.SECONDS)));
  }
}
