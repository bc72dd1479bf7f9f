package org.flashcrowd.config;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of an S3-compatible object storage.
 *
 * @param endpoint scheme, host and port; null where no S3 is used
 * @param publicEndpoint the same as the outside reaches it, for addresses that are given away
 * @param prefix what the names of all objects start with; empty for nothing
 * @param timeout of a call without a body, and between two pieces of one that has one
 * @param transferTimeout of a whole upload to the storage, or download from it to the server
 */
public record S3Settings(
    @Nullable URI endpoint,
    @Nullable URI publicEndpoint,
    String region,
    String bucket,
    String prefix,
    Secret accessKey,
    Secret secretKey,
    boolean pathStyle,
    Serve serve,
    @Range(min = "10s", max = "7d") Duration presignTtl,
    @Range(min = "1", max = "10000") int connections,
    @Range(min = "10ms", max = "1m") Duration connectTimeout,
    @Range(min = "10ms", max = "5m") Duration timeout,
    @Range(min = "100ms", max = "1h") Duration transferTimeout) {
  /** How the pictures reach those who look at them. */
  public enum Serve {
    PROXY,
    REDIRECT
  }
}
