package org.flashcrowd.auth;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.DatabaseUnavailable;
import org.flashcrowd.http.Authenticator;
import org.flashcrowd.http.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Tells whose a token is, from memory whenever it can.
 *
 * <p>A token that was found is trusted for {@code auth.token_cache_ttl}, then looked up again, by
 * one call for all that ask (single-flight). While PostgreSQL cannot be reached, what was known is
 * trusted on, up to {@code auth.token_cache_max_stale}. Unknown tokens are never remembered. A
 * revoked token is forgotten as the revocation commits, on every node, by a notification; after a
 * gap in the notifications everything is forgotten.
 */
final class TokenAuthenticator implements Authenticator {
  // Held here, or its level would go with it. Caffeine would write a stack trace for each
  // call while PostgreSQL is away; that is answered with 503, and counted.
  private static final Logger CAFFEINE =
      Logger.getLogger("com.github.benmanes.caffeine.cache.LocalAsyncCache");

  static {
    CAFFEINE.setLevel(Level.OFF);
  }

  // How long an answer that is trusted past its time is not asked for again.
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  /** SHA-256 of a token, as a key. */
  private record Key(long a, long b, long c, long d) {
    static Key of(byte[] hash) {
      ByteBuffer bytes = ByteBuffer.wrap(hash);
      return new Key(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }
  }

  /** A caller, and until when (monotonic clock) that is not to be asked again. */
  private record Known(Caller caller, long freshUntil) {
    boolean fresh() {
      return freshUntil - System.nanoTime() > 0;
    }
  }

  private final Vertx vertx;
  private final Database database;
  private final LongConsumer seen;
  private final long ttlNanos;
  private final AsyncCache<Key, @Nullable Known> cache;

  /**
   * @param seen told of each account that is looked up, now and then
   */
  TokenAuthenticator(Vertx vertx, Database database, Config.Auth config, LongConsumer seen) {
    this.vertx = vertx;
    this.database = database;
    this.seen = seen;
    this.ttlNanos = config.tokenCacheTtl().toNanos();
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(config.tokenCacheSize())
            .expireAfterWrite(config.tokenCacheTtl().plus(config.tokenCacheMaxStale()))
            .buildAsync();
  }

  /** Forgets what other nodes say has changed. */
  void listen(Channels channels) {
    TokenChanges.listen(channels, this::forget, () -> cache.synchronous().invalidateAll());
  }

  /**
   * Looks a token up anew when it is next used.
   *
   * @param fingerprint as {@link TokenChanges} has it
   */
  void forget(String fingerprint) {
    cache.synchronous().invalidate(Key.of(HexFormat.of().parseHex(fingerprint)));
  }

  @Override
  public Future<Optional<Caller>> authenticate(String token) {
    byte[] hash = Secrets.hash(token);
    Key key = Key.of(hash);
    CompletableFuture<@Nullable Known> found = cache.getIfPresent(key);
    Known known = found == null ? null : now(found);
    if (known != null && known.fresh()) {
      return Future.succeededFuture(Optional.of(known.caller()));
    }
    if (found != null && known == null && found.isDone()) {
      // Those who waited for it may be here again before the cache has dropped it.
      cache.asMap().remove(key, found);
    }
    CompletableFuture<@Nullable Known> current =
        found == null || known == null
            ? cache.get(key, (missing, executor) -> load(hash, null))
            : renewed(key, hash, found, known);
    return Future.fromCompletionStage(current, vertx.getOrCreateContext())
        .map(loaded -> Optional.ofNullable(loaded).map(Known::caller));
  }

  private static @Nullable Known now(CompletableFuture<@Nullable Known> found) {
    return found.isDone() && !found.isCompletedExceptionally() ? found.join() : null;
  }

  /** Replaces a known answer by one that is being looked up; whoever comes first does it. */
  private CompletableFuture<@Nullable Known> renewed(
      Key key, byte[] hash, CompletableFuture<@Nullable Known> old, Known known) {
    CompletableFuture<@Nullable Known> renewal = new CompletableFuture<>();
    if (!cache.asMap().replace(key, old, renewal)) {
      return cache.get(key, (missing, executor) -> load(hash, null));
    }
    load(hash, known)
        .whenComplete(
            (loaded, failure) -> {
              if (failure == null) {
                renewal.complete(loaded);
              } else {
                renewal.completeExceptionally(failure);
              }
            });
    return renewal;
  }

  private CompletableFuture<@Nullable Known> load(byte[] hash, @Nullable Known before) {
    CompletableFuture<@Nullable Known> loaded = new CompletableFuture<>();
    TokenRepository.caller(database.primary(), hash)
        .onComplete(
            found -> {
              if (found.succeeded()) {
                loaded.complete(found.result().map(this::known).orElse(null));
              } else if (before != null && found.cause() instanceof DatabaseUnavailable) {
                loaded.complete(new Known(before.caller(), System.nanoTime() + RETRY_NANOS));
              } else {
                loaded.completeExceptionally(found.cause());
              }
            });
    return loaded;
  }

  private Known known(Caller caller) {
    Long account = caller.account();
    if (account != null) {
      seen.accept(account);
    }
    return new Known(caller, System.nanoTime() + ttlNanos);
  }
}
