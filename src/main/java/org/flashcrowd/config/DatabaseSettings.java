package org.flashcrowd.config;

import java.time.Duration;
import java.util.List;

/**
 * How PostgreSQL is reached.
 *
 * @param uri the primary; empty for an embedded one
 * @param replicas its read replicas
 */
public record DatabaseSettings(
    Secret uri,
    List<Secret> replicas,
    @Range(min = "1", max = "1000") int readConnections,
    @Range(min = "1", max = "1000") int writeConnections,
    @Range(min = "1", max = "1000") int jobConnections,
    @Range(min = "1", max = "1000") int replicaConnections,
    @Range(min = "1", max = "1024") int pipelining,
    @Range(min = "0", max = "100000") int maxWaiting,
    @Range(min = "10ms", max = "5m") Duration connectTimeout,
    @Range(min = "10ms", max = "1h") Duration statementTimeout,
    @Range(min = "500ms", max = "10m") Duration maxReplicaLag) {
  /** The same with the primary alone. */
  public DatabaseSettings withoutReplicas() {
    return new DatabaseSettings(
        uri,
        List.of(),
        readConnections,
        writeConnections,
        jobConnections,
        replicaConnections,
        pipelining,
        maxWaiting,
        connectTimeout,
        statementTimeout,
        maxReplicaLag);
  }

  /** The same with so much time for each statement. */
  public DatabaseSettings withStatementTimeout(Duration timeout) {
    return new DatabaseSettings(
        uri,
        replicas,
        readConnections,
        writeConnections,
        jobConnections,
        replicaConnections,
        pipelining,
        maxWaiting,
        connectTimeout,
        timeout,
        maxReplicaLag);
  }
}
