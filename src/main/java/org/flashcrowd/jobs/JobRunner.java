package org.flashcrowd.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Violations;
import org.flashcrowd.resilience.Surge;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims jobs for this node's workers and sends them over the event bus: an event-loop verticle,
 * one for each node.
 *
 * <p>It claims when woken (by a commit here, by NOTIFY from elsewhere), when slots come free and
 * more is known to wait, and every poll interval in case a wake-up was lost. Undeploying it drains
 * it.
 */
public final class JobRunner extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final long RECLAIM_MILLIS = 2;
  private static final long COLLISION_MILLIS = 20;
  private static final Duration SAMPLING = Duration.ofSeconds(10);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Jobs jobs;
  private final Channels channels;
  private final Config.Jobs settings;
  private final Surge surge;
  private final Map<String, JobKind> ours;
  private final Slots slots;
  private final QueueRepository repository;
  private final Membership membership;
  private final JobMeters meters;
  private final QueueGauges gauges;
  private final Outcomes outcomes;
  private @Nullable Dispatcher dispatcher;
  private @Nullable Claims claims;

  /** Kinds of which more may wait than was claimed. */
  private final Set<JobKind> hungry = new HashSet<>();

  private final Set<JobKind> woken = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean waking = new AtomicBoolean();
  private boolean claiming;
  private boolean reclaimArmed;
  private boolean draining;
  private @Nullable Future<Void> drained;

  /**
   * @param config its roles decide which kinds run here, its {@code jobs} how
   * @param surge lanes wait by its level, until the next poll after it falls
   * @param name of this node, for operators
   */
  public JobRunner(
      Jobs jobs,
      Database database,
      Channels channels,
      Config config,
      Surge surge,
      String name,
      MeterRegistry registry) {
    this.jobs = jobs;
    this.channels = channels;
    this.settings = config.jobs();
    this.surge = surge;
    this.ours =
        jobs.kinds().values().stream()
            .filter(kind -> config.plays(kind.role()))
            .collect(Collectors.toUnmodifiableMap(JobKind::name, kind -> kind));
    this.slots = new Slots(settings.slots(), ours.values(), jobs.consumers()::capacity);
    this.repository = new QueueRepository(database);
    this.meters = new JobMeters(registry, jobs.kinds(), slots::taken);
    this.gauges = new QueueGauges(repository.sql(), registry, jobs.kinds());
    this.membership = new Membership(repository.sql(), name, settings.lease(), meters);
    this.outcomes = new Outcomes(repository, settings.completionInterval().toMillis(), meters);
  }

  @Override
  public Future<?> start() {
    outcomes.on(vertx);
    Dispatcher sending = new Dispatcher(vertx, slots, outcomes, meters, this::onFreed);
    dispatcher = sending;
    claims = new Claims(repository, settings.lease().dividedBy(6), sending::known);
    membership.onLost(sending::abandon);
    membership.onAvailable(jobs.wakeups()::ring);
    return membership.join().onSuccess(joined -> begin(sending));
  }

  private void begin(Dispatcher sending) {
    jobs.wakeups().onLocal(this::wake);
    jobs.consumers().onAdded(this::wakeAll);
    channels.listen(Wakeups.CHANNEL, payload -> wake(jobs.wakeups().heard(payload)));
    channels.onGap(Wakeups.CHANNEL, this::wakeAll);
    every(settings.pollInterval(), this::wakeAll);
    every(settings.pollInterval().dividedBy(4), this::promote);
    every(settings.lease().dividedBy(6), membership::rescue);
    every(settings.heartbeat(), membership::heartbeat);
    every(Duration.ofSeconds(1), sending::giveUpOverdue);
    every(SAMPLING, gauges::sample);
    wakeAll();
  }

  /** The first time after a random part of the interval, so that nodes do not act in step. */
  private void every(Duration interval, Runnable task) {
    long millis = Math.max(10, interval.toMillis());
    long first = 1 + ThreadLocalRandom.current().nextLong(millis);
    vertx.setPeriodic(first, millis, tick -> task.run());
  }

  void wakeAll() {
    wake(Set.copyOf(ours.values()));
  }

  /** From any thread. */
  private void wake(Set<JobKind> kinds) {
    for (JobKind kind : kinds) {
      if (ours.containsKey(kind.name())) {
        woken.add(kind);
      }
    }
    if (!woken.isEmpty() && waking.compareAndSet(false, true)) {
      context.runOnContext(go -> onWake());
    }
  }

  private void onWake() {
    waking.set(false);
    Set<JobKind> now = Set.copyOf(woken);
    woken.removeAll(now);
    hungry.addAll(now);
    claim();
  }

  private void claim() {
    if (claims == null || claiming || draining || outcomes.behind()) {
      return;
    }
    List<Slots.Want> wants = slots.wants(served());
    if (wants.isEmpty()) {
      return;
    }
    claiming = true;
    // What is committed from here on makes its kind hungry again.
    wants.forEach(want -> hungry.remove(want.kind()));
    claims
        .claim(membership.runner(), wants)
        .onComplete(done -> claiming = false)
        .onSuccess(claimed -> onClaimed(wants, claimed))
        .onFailure(failure -> onClaimFailed(wants, failure));
  }

  /** The hungry kinds, but for those that wait out a surge: the poll after it finds them. */
  private Set<JobKind> served() {
    return hungry.stream()
        .filter(kind -> !kind.lane().waits(surge))
        .collect(Collectors.toUnmodifiableSet());
  }

  private void onClaimed(List<Slots.Want> wants, List<QueueRepository.Claimed> claimed) {
    Map<String, Long> counts =
        claimed.stream()
            .collect(Collectors.groupingBy(QueueRepository.Claimed::kind, Collectors.counting()));
    for (Slots.Want want : wants) {
      if (counts.getOrDefault(want.kind().name(), 0L) >= want.count()) {
        hungry.add(want.kind());
      }
    }
    claimed.stream().sorted(QueueRepository.Claimed.IN_TURN).forEach(this::dispatch);
    claim();
  }

  private void dispatch(QueueRepository.Claimed row) {
    JobKind kind = ours.get(row.kind());
    if (kind == null || dispatcher == null) {
      return;
    }
    Instant deadline = Instant.now().plus(kind.timeout());
    Job job = new Job(row.id(), kind, row.args(), row.attempt(), row.lease(), deadline);
    Dispatch dispatch = new Dispatch(job, row.waitedMicros());
    if (draining) {
      outcomes.released(job);
    } else {
      dispatcher.send(dispatch);
    }
  }

  // Two runners that claim jobs of one key in the same instant collide once. Any other failure is
  // the database's: the poll tries again, and hurry would add to its troubles.
  private void onClaimFailed(List<Slots.Want> wants, Throwable failure) {
    wants.forEach(want -> hungry.add(want.kind()));
    if (Violations.unique(failure, "job_key_running")) {
      claimIn(1 + ThreadLocalRandom.current().nextLong(COLLISION_MILLIS));
    } else {
      LOG.warn("nothing claimed: {}", failure.getMessage());
    }
  }

  /** Claims for slots that came free: many at a time, where many come free together. */
  private void onFreed(JobKind kind) {
    if (!hungry.contains(kind)) {
      return;
    }
    if (slots.halfFree(kind)) {
      claim();
    } else {
      claimIn(RECLAIM_MILLIS);
    }
  }

  private void claimIn(long millis) {
    if (!reclaimArmed) {
      reclaimArmed = true;
      vertx.setTimer(
          millis,
          timer -> {
            reclaimArmed = false;
            claim();
          });
    }
  }

  /** Lets delayed jobs whose time has come be claimed, here and elsewhere. */
  void promote() {
    repository
        .promote()
        .onSuccess(
            names -> {
              if (!names.isEmpty()) {
                jobs.wakeups().ring(jobs.named(names));
                promote();
              }
            })
        .onFailure(failure -> LOG.warn("delayed jobs stay so: {}", failure.getMessage()));
  }

  /**
   * How long the oldest job has been due that somebody looks at the screen for, photos excepted, as
   * of the last sample; in seconds.
   */
  public double oldestAwaitedSeconds() {
    return gauges.oldestAwaitedSeconds();
  }

  /** Takes over from nodes that died, now and not at the next turn. */
  Future<Void> rescue() {
    return membership.rescue();
  }

  /**
   * Claims no more, waits for running jobs up to {@code deadline}, gives the rest back and leaves.
   * Called again, it is the same drain. From any thread.
   */
  public Future<Void> drain(Duration deadline) {
    Promise<Void> drained = Promise.promise();
    context.runOnContext(go -> drainHere(deadline).onComplete(drained));
    return drained.future();
  }

  private Future<Void> drainHere(Duration deadline) {
    if (drained == null) {
      draining = true;
      drained = dispatcher == null ? Future.succeededFuture() : finish(dispatcher, deadline);
    }
    return drained;
  }

  private Future<Void> finish(Dispatcher sending, Duration deadline) {
    return sending
        .drain()
        .timeout(Math.max(1, deadline.toMillis()), TimeUnit.MILLISECONDS)
        .otherwiseEmpty()
        .onSuccess(over -> sending.releaseOpen())
        .compose(over -> outcomes.flush())
        .compose(written -> membership.leave());
  }

  @Override
  public Future<?> stop() {
    return drain(DRAIN);
  }
}
