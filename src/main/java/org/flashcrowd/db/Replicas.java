package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.flashcrowd.resilience.RetryBudget;
import org.jspecify.annotations.Nullable;

/**
 * Sends each read to a replica that has what its reader may expect, and to the primary where there
 * is none.
 *
 * <p>What a reader may expect is their own writes, always, and everybody else's up to the limit of
 * lag. Whether a reader has written is asked of {@link RecentWrites} while the replica works, so
 * that it costs no time. A read that a replica fails is made once more on the primary: a replica
 * may die, lack a column that was just added, or end a statement that stands in the way of replay.
 */
final class Replicas {
  // All that may be in flight on a replica when it dies.
  private static final int RETRIES = 2_000;
  private static final Future<Boolean> NO = Future.succeededFuture(false);

  private final List<Replica> replicas;
  private final RecentWrites writes;
  private final ReplicaMeters meters;
  private final RetryBudget retries = new RetryBudget(InstantSource.system(), RETRIES);

  Replicas(List<Replica> replicas, RecentWrites writes, ReplicaMeters meters) {
    this.replicas = replicas;
    this.writes = writes;
    this.meters = meters;
    replicas.forEach(meters::watch);
  }

  List<Replica> all() {
    return replicas;
  }

  /** How many are read from, of how many: {@code 1 of 2}. */
  String summary() {
    return replicas.stream().filter(Replica::isUsable).count() + " of " + replicas.size();
  }

  /**
   * Reads on somebody's behalf.
   *
   * @param reader null for nobody in particular
   */
  Future<RowSet<Row>> read(
      String query,
      @Nullable Long reader,
      Lane lane,
      Function<Sql, Future<RowSet<Row>>> statement) {
    Replica replica = choose();
    if (replica == null) {
      meters.noReplica();
      return statement.apply(lane.primary());
    }
    Future<Boolean> unseen = reader == null ? NO : writes.unseen(reader, replica.replayed());
    if (unseen.succeeded() && unseen.result()) {
      meters.ownWrites();
      return statement.apply(lane.primary());
    }
    retries.earn();
    Future<RowSet<Row>> answer = replica.read(query, () -> lane.ask(replica, statement));
    return unseen.compose(
        own -> {
          if (own) {
            meters.ownWrites();
            return statement.apply(lane.primary());
          }
          return answer
              .onSuccess(rows -> meters.replica())
              .recover(failure -> again(lane, statement, failure));
        });
  }

  private Future<RowSet<Row>> again(
      Lane lane, Function<Sql, Future<RowSet<Row>>> statement, Throwable failure) {
    if (!retries.spend()) {
      return Future.failedFuture(failure);
    }
    meters.retried();
    return statement.apply(lane.primary());
  }

  /** The less busy of two that are drawn: even, and quick where there are many. */
  private @Nullable Replica choose() {
    List<Replica> usable = replicas.stream().filter(Replica::isUsable).toList();
    if (usable.isEmpty()) {
      return null;
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Replica one = usable.get(random.nextInt(usable.size()));
    Replica other = usable.get(random.nextInt(usable.size()));
    return one.inFlight() <= other.inFlight() ? one : other;
  }
}
