package org.flashcrowd.config;

import java.time.Duration;
import java.util.List;

/**
 * How Redis is reached.
 *
 * @param uri user, password, database, and one address; empty for an embedded one
 * @param nodes further sentinels, or further nodes of the cluster, as {@code host:port}
 * @param master what the sentinels call it
 */
public record RedisSettings(
    Secret uri,
    Mode mode,
    List<String> nodes,
    String master,
    @Range(min = "1", max = "1000") int connections,
    @Range(min = "1ms", max = "1m") Duration timeout) {
  /** What stands at the addresses. */
  public enum Mode {
    STANDALONE,
    SENTINEL,
    CLUSTER
  }
}
