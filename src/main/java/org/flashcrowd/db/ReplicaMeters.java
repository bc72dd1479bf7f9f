package org.flashcrowd.db;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Where reads go that may go to a replica, and how each replica does. */
final class ReplicaMeters {
  private final MeterRegistry registry;
  private final Counter replica;
  private final Counter noReplica;
  private final Counter ownWrites;
  private final Counter retried;

  ReplicaMeters(MeterRegistry registry) {
    this.registry = registry;
    this.replica = reads("replica", "current");
    this.noReplica = reads("primary", "no-replica");
    this.ownWrites = reads("primary", "own-writes");
    this.retried = reads("primary", "replica-failed");
  }

  private Counter reads(String target, String reason) {
    return Counter.builder("flashcrowd.db.reads")
        .description("Reads that may be a moment old, by where they were answered and why there")
        .tag("target", target)
        .tag("reason", reason)
        .register(registry);
  }

  void watch(Replica one) {
    Gauge.builder("flashcrowd.db.replica.lag", () -> one.lag().toMillis() / 1_000.0)
        .description("Age of the newest moment that the replica is known to have replayed")
        .baseUnit("seconds")
        .tag("replica", one.name())
        .strongReference(true)
        .register(registry);
    Gauge.builder("flashcrowd.db.replica.used", () -> one.isUsable() ? 1 : 0)
        .description("1 while the replica is read from")
        .tag("replica", one.name())
        .strongReference(true)
        .register(registry);
  }

  void replica() {
    replica.increment();
  }

  void noReplica() {
    noReplica.increment();
  }

  void ownWrites() {
    ownWrites.increment();
  }

  void retried() {
    retried.increment();
  }
}
