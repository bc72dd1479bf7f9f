package org.flashcrowd.jobs;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;

/**
 * Where capabilities leave work to be done later, and where its workers register.
 *
 * <p>A job is enqueued in the transaction that makes it necessary: it exists exactly when that
 * commits. One instance for each Vert.x.
 */
public final class Jobs {
  private final Vertx vertx;
  private final Map<String, JobKind> kinds;
  private final JobRepository repository;
  private final Consumers consumers = new Consumers();
  private final Wakeups wakeups;

  /**
   * @param kinds every kind that any node of this version runs
   */
  public Jobs(Vertx vertx, Database database, List<JobKind> kinds, Config.Jobs settings) {
    this.vertx = vertx;
    this.kinds = byName(kinds);
    this.repository = new JobRepository(settings);
    this.wakeups = new Wakeups(vertx, database, this.kinds);
    vertx.eventBus().registerDefaultCodec(Dispatch.class, new Dispatch.Codec());
  }

  private static Map<String, JobKind> byName(List<JobKind> kinds) {
    Map<String, JobKind> known = new LinkedHashMap<>();
    for (JobKind kind : kinds) {
      if (known.put(kind.name(), kind) != null) {
        throw new IllegalArgumentException("two job kinds are called " + kind.name());
      }
    }
    return Map.copyOf(known);
  }

  /** Enqueues jobs; they exist, and run, once {@code tx} has committed. */
  public Future<Void> enqueue(Sql tx, JobRequest... requests) {
    return enqueue(tx, Arrays.asList(requests));
  }

  /** Enqueues jobs with one statement; they exist, and run, once {@code tx} has committed. */
  public Future<Void> enqueue(Sql tx, List<JobRequest> requests) {
    if (requests.isEmpty()) {
      return Future.succeededFuture();
    }
    Set<JobKind> wake = new LinkedHashSet<>();
    for (JobRequest request : requests) {
      requireKnown(request.kind());
      wake.add(request.kind());
    }
    return repository
        .insert(tx, requests)
        .onSuccess(inserted -> tx.afterCommit(() -> wakeups.ring(wake)));
  }

  private void requireKnown(JobKind kind) {
    if (!kind.equals(kinds.get(kind.name()))) {
      throw new IllegalArgumentException(kind.name() + " is not in the list of job kinds");
    }
  }

  /**
   * Says that something happened: enqueues one job of every kind that it concerns.
   *
   * @param owner the account that did it, 0 for nobody
   */
  public Future<Void> announce(Sql tx, String topic, JsonObject args, long owner) {
    return announce(tx, topic, List.of(args), owner);
  }

  /** Says that something happened several times, with one statement for all. */
  public Future<Void> announce(Sql tx, String topic, List<JsonObject> events, long owner) {
    return enqueue(tx, events.stream().flatMap(args -> causedBy(topic, args, owner)).toList());
  }

  private Stream<JobRequest> causedBy(String topic, JsonObject args, long owner) {
    return kinds.values().stream()
        .filter(kind -> kind.concernedBy(topic, args))
        .map(kind -> caused(kind, args, owner));
  }

  private static JobRequest caused(JobKind kind, JsonObject args, long owner) {
    JobRequest request = JobRequest.of(kind, args).owner(owner);
    String key = kind.cause().keyedBy();
    return key.isEmpty() ? request : request.uniqueKey(String.valueOf(args.getValue(key)));
  }

  /**
   * Makes {@code tx} the job's one effect: the job is finished by this transaction's commit, and if
   * its lease was lost the transaction fails with {@link LeaseLost}. So the effect is there exactly
   * once, whatever dies when. For the transaction that does the job's work, or the last of them.
   */
  public Future<Void> fence(Sql tx, Job job) {
    return repository.finish(tx, job).compose(rows -> held(rows, job));
  }

  /**
   * Keeps the job from being taken away until {@code tx} ends, and fails with {@link LeaseLost} if
   * it was already. For a transaction that is not the job's last: it may be made again.
   */
  public Future<Void> hold(Sql tx, Job job) {
    return repository.lock(tx, job).compose(rows -> held(rows, job));
  }

  private static Future<Void> held(int rows, Job job) {
    return rows == 1 ? Future.succeededFuture() : Future.failedFuture(new LeaseLost(job));
  }

  /**
   * Registers a handler in the current context, usually a verticle's: it is called there, with at
   * most {@code atOnce} jobs handed to it and unanswered.
   */
  public Future<JobConsumer> consume(JobKind kind, int atOnce, JobHandler handler) {
    requireKnown(kind);
    return new JobConsumer(vertx, consumers, kind, atOnce, handler).start();
  }

  Map<String, JobKind> kinds() {
    return kinds;
  }

  /** Those of {@code names} that this version knows. */
  Set<JobKind> named(Collection<String> names) {
    Set<JobKind> known = new HashSet<>();
    for (String name : names) {
      JobKind kind = kinds.get(name);
      if (kind != null) {
        known.add(kind);
      }
    }
    return known;
  }

  Consumers consumers() {
    return consumers;
  }

  Wakeups wakeups() {
    return wakeups;
  }
}
