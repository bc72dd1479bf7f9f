package org.flashcrowd.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Rate;
import org.flashcrowd.resilience.RateLimit;
import org.flashcrowd.resilience.RateLimiter;
import org.flashcrowd.resilience.RateLimiters;
import org.jspecify.annotations.Nullable;

/**
 * Holds each call against the limits of its account, or of its address, and of what it is about.
 * The answer's {@code X-RateLimit-*} headers tell of the narrowest.
 */
public final class RequestLimits {
  /** Those that are an account's. */
  private static final Set<Access.Limit> OF_ACCOUNTS =
      Set.of(Access.Limit.MEDIA, Access.Limit.REPORT, Access.Limit.EVENTS);

  /** Lets everything pass. */
  public static final RequestLimits OFF = new RequestLimits(null, Map.of(), null, null);

  private final @Nullable RateLimiters limiters;
  private final Map<Access.Limit, RateLimit> special;
  private final @Nullable RateLimit ofAccount;
  private final @Nullable RateLimit ofAddress;

  private RequestLimits(
      @Nullable RateLimiters limiters,
      Map<Access.Limit, RateLimit> special,
      @Nullable RateLimit ofAccount,
      @Nullable RateLimit ofAddress) {
    this.limiters = limiters;
    this.special = special;
    this.ofAccount = ofAccount;
    this.ofAddress = ofAddress;
  }

  /** The limits as configured; none where they are turned off. */
  public static RequestLimits of(Config.Limits config, RateLimiters limiters) {
    if (!config.enabled()) {
      return OFF;
    }
    Map<Access.Limit, RateLimit> special = new EnumMap<>(Access.Limit.class);
    special.put(Access.Limit.MEDIA, limit("media", config.media()));
    special.put(Access.Limit.SIGN_UP, limit("sign-up", config.signUp()));
    special.put(Access.Limit.APP_REGISTRATION, limit("app", config.appRegistration()));
    special.put(Access.Limit.REPORT, limit("report", config.reports()));
    special.put(Access.Limit.EVENTS, limit("events", config.events()));
    special.put(Access.Limit.SIGN_IN, limit("sign-in", config.signIn()));
    special.put(Access.Limit.LETTER, limit("letter", config.letters()));
    return new RequestLimits(
        limiters,
        special,
        limit("account", config.accountRequests()),
        limit("address", config.addressRequests()));
  }

  private static RateLimit limit(String name, Rate rate) {
    return new RateLimit(name, rate.amount(), rate.per());
  }

  /** Counts the call; fails with 429 when it is one too many. */
  Future<?> admit(Request request) {
    Access.Limit kind = request.route().access().limit();
    if (limiters == null || ofAccount == null || ofAddress == null || kind == Access.Limit.NONE) {
      return Future.succeededFuture();
    }
    Long account = request.viewer();
    Future<?> general =
        account == null
            ? check(limiters.generous(), ofAddress, request, network(request))
            : check(limiters.generous(), ofAccount, request, account.toString());
    RateLimit narrow = special.get(kind);
    if (narrow == null) {
      return general;
    }
    boolean ofOne = OF_ACCOUNTS.contains(kind);
    String subject = ofOne && account != null ? account.toString() : network(request);
    RateLimiter strict = limiters.strict();
    return general.compose(admitted -> check(strict, narrow, request, subject));
  }

  /** Whether any call is counted. */
  boolean count() {
    return limiters != null;
  }

  /**
   * Counts the call of somebody who is not signed in, where that needs no wait.
   *
   * @return null where it needs one, or the call is one too many and not counted: it is to {@link
   *     #admit ask} for itself
   */
  RateLimiter.@Nullable Verdict admitAtOnce(Route route, String address) {
    if (limiters == null || ofAddress == null || route.access().limit() != Access.Limit.GENERAL) {
      return null;
    }
    Future<RateLimiter.Verdict> verdict =
        limiters.generous().take(ofAddress, ClientAddress.network(address));
    return verdict.succeeded() && verdict.result().allowed() ? verdict.result() : null;
  }

  private static String network(Request request) {
    return ClientAddress.network(request.address());
  }

  private static Future<?> check(
      RateLimiter limiter, RateLimit limit, Request request, String subject) {
    return limiter.take(limit, subject).map(verdict -> tell(request, verdict));
  }

  /** Writes what a caller is to know of it. */
  static void say(RateLimiter.Verdict verdict, BiConsumer<String, String> header) {
    header.accept("X-RateLimit-Limit", Integer.toString(verdict.limit()));
    header.accept("X-RateLimit-Remaining", Integer.toString(verdict.remaining()));
    header.accept("X-RateLimit-Reset", Json.time(verdict.reset()));
  }

  private static RateLimiter.Verdict tell(Request request, RateLimiter.Verdict verdict) {
    HttpServerResponse response = request.http().response();
    say(verdict, response::putHeader);
    if (!verdict.allowed()) {
      long seconds = Instant.now().until(verdict.reset(), ChronoUnit.SECONDS);
      throw Failure.of(429, "Too many requests")
          .header("Retry-After", Long.toString(Math.max(1, seconds)));
    }
    return verdict;
  }
}
