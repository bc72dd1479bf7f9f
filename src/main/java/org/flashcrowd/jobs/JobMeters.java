package org.flashcrowd.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the runner counts and times, for each kind of job. */
final class JobMeters {
  private record OfKind(
      Counter started,
      Counter finished,
      Counter failed,
      Counter parked,
      Counter rescued,
      Timer duration,
      Timer waited) {}

  private final Map<String, JobKind> kinds;
  private final Map<JobKind, OfKind> meters = new HashMap<>();

  JobMeters(MeterRegistry registry, Map<String, JobKind> kinds, Supplier<Number> slotsTaken) {
    this.kinds = kinds;
    kinds.values().forEach(kind -> meters.put(kind, register(registry, kind)));
    Gauge.builder("flashcrowd.jobs.slots.taken", slotsTaken)
        .description("Jobs this node works on now")
        .register(registry);
  }

  private static OfKind register(MeterRegistry registry, JobKind kind) {
    return new OfKind(
        counter(registry, kind, "started", "Attempts begun"),
        counter(registry, kind, "finished", "Jobs done"),
        counter(registry, kind, "failed", "Attempts that failed"),
        counter(registry, kind, "parked", "Jobs given up, waiting for an operator"),
        counter(registry, kind, "rescued", "Jobs taken over from a node that died"),
        timer(registry, kind, "duration", "Time a worker spent on one attempt"),
        timer(registry, kind, "wait", "Time from when a job was due until its worker began"));
  }

  private static Counter counter(MeterRegistry registry, JobKind kind, String what, String text) {
    return Counter.builder("flashcrowd.jobs." + what)
        .description(text)
        .tag("kind", kind.name())
        .register(registry);
  }

  private static Timer timer(MeterRegistry registry, JobKind kind, String what, String text) {
    return Timer.builder("flashcrowd.jobs." + what)
        .description(text)
        .tag("kind", kind.name())
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofMinutes(5))
        .register(registry);
  }

  private OfKind of(JobKind kind) {
    OfKind known = meters.get(kind);
    if (known == null) {
      throw new IllegalArgumentException(kind.name());
    }
    return known;
  }

  /** Null for a kind of another version. */
  @Nullable JobKind kind(String name) {
    return kinds.get(name);
  }

  /** A worker has answered for an attempt that it had begun. */
  void ran(Dispatch dispatch) {
    OfKind of = of(dispatch.job().kind());
    of.started.increment();
    of.waited.record(Math.max(0, dispatch.waitNanos()), TimeUnit.NANOSECONDS);
    of.duration.record(System.nanoTime() - dispatch.startedNanos(), TimeUnit.NANOSECONDS);
  }

  void finished(JobKind kind) {
    of(kind).finished.increment();
  }

  void failed(JobKind kind) {
    of(kind).failed.increment();
  }

  void parked(JobKind kind) {
    of(kind).parked.increment();
  }

  void rescued(JobKind kind) {
    of(kind).rescued.increment();
  }
}
