package org.flashcrowd.media.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.flashcrowd.config.S3Settings;
import org.flashcrowd.resilience.Breaker;
import org.flashcrowd.resilience.BreakerSettings;
import org.flashcrowd.resilience.Breakers;
import org.flashcrowd.resilience.Retry;

/**
 * A bucket as the server uses it, protected: what reads pictures for people and what moves whole
 * files have connections of their own, so that neither waits for the other; one breaker stands
 * before both.
 */
public final class S3 {
  private static final Duration REST = Duration.ofSeconds(3);
  // Of connections that readers hold, however slow they are, for each one that files are moved on.
  private static final int READERS = 4;
  private static final Duration LONGEST = Duration.ofHours(2);

  private final S3Settings settings;
  private final Clock clock = Clock.systemUTC();
  private final ObjectStorage reads;
  private final ObjectStorage files;

  /**
   * @param name of what is kept there, for meters and the breaker
   */
  public S3(
      Vertx vertx, S3Settings settings, String name, Breakers breakers, MeterRegistry meters) {
    this.settings = settings;
    // Every call has a deadline of its own below; that of the breaker is only to be longer.
    Breaker breaker =
        breakers.breaker(
            name + "-storage",
            BreakerSettings.timeout(LONGEST)
                .rest(REST)
                .counts(failure -> failure instanceof StorageUnavailable));
    Retry retry = new Retry(vertx, RetryingStorage::isWorthwhile);
    IntFunction<ObjectStorage> storage =
        connections ->
            new EventLoopStorage(
                vertx.getOrCreateContext(),
                new MeteredStorage(
                    meters,
                    new CircuitBreakerStorage(
                        breaker,
                        new RetryingStorage(
                            retry,
                            new S3Storage(
                                vertx,
                                new S3Requests(vertx, settings, connections, clock),
                                settings.bucket())))));
    this.reads = storage.apply(READERS * settings.connections());
    this.files = storage.apply(settings.connections());
  }

  /** For what people look at. */
  public ObjectStorage reads() {
    return reads;
  }

  /** For whole files, and for whatever is not looked at. */
  public ObjectStorage files() {
    return files;
  }

  /**
   * An address at which anybody may read an object for at least half of {@code
   * media.s3.presign_ttl}. The same for half of that time, so that browsers and caches recognise
   * it.
   */
  public String address(String name, String contentType) {
    URI endpoint =
        settings.publicEndpoint() != null ? settings.publicEndpoint() : settings.endpoint();
    S3Bucket bucket = S3Bucket.of(Objects.requireNonNull(endpoint), settings);
    long half = settings.presignTtl().toMillis() / 2;
    Instant signed = Instant.ofEpochMilli(clock.millis() / half * half);
    TreeMap<String, String> answer = new TreeMap<>();
    answer.put("response-content-type", contentType);
    answer.put("response-cache-control", "public, max-age=31536000, immutable");
    String target =
        new S3Signer(settings.region(), settings.accessKey().value(), settings.secretKey().value())
            .presign(bucket.request("GET", name, answer, Map.of()), settings.presignTtl(), signed);
    return (bucket.tls() ? "https://" : "http://") + bucket.authority() + target;
  }
}
