package org.flashcrowd.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.flashcrowd.resilience.Deadline;

/**
 * Runs transactions, each step of which has an end: the wait for a connection, BEGIN, every
 * statement, COMMIT. A connection that did not answer in time is closed, not given back: the server
 * undoes what was not committed when it finds it closed.
 *
 * <p>Only a deadlock or a serialization failure, of which PostgreSQL says itself that nothing was
 * kept, is tried again. A COMMIT whose answer did not come may have happened: it fails with {@link
 * DatabaseUnavailable}, and whoever repeats it needs a key that makes it once.
 */
final class Transactions {
  private static final int LONGEST_PAUSE = 4;

  /** For COMMIT and ROLLBACK: a call that ends in this moment had better know how it ended. */
  private static final Duration LAST_WORD = Duration.ofMillis(500);

  private final Vertx vertx;
  private final Pool pool;
  private final TimedSql.Bounds bounds;
  private final Duration wait;

  /**
   * @param wait how long a transaction may wait for its connection
   */
  Transactions(Vertx vertx, Pool pool, TimedSql.Bounds bounds, Duration wait) {
    this.vertx = vertx;
    this.pool = pool;
    this.bounds = bounds;
    this.wait = wait;
  }

  /** As {@link Database#transaction}. */
  <T> Future<T> run(Function<Sql, Future<T>> work) {
    return attempt(work, 1);
  }

  private <T> Future<T> attempt(Function<Sql, Future<T>> work, int attempt) {
    return explained(connection())
        .compose(connection -> on(connection, work))
        .recover(
            failure ->
                attempt < RepeatedSql.attempts(failure)
                    ? pause(attempt).compose(ready -> attempt(work, attempt + 1))
                    : Future.failedFuture(failure));
  }

  private Future<Void> pause(int attempt) {
    long pause = 1 + ThreadLocalRandom.current().nextLong(10L << Math.min(attempt, LONGEST_PAUSE));
    return vertx.timer(pause, TimeUnit.MILLISECONDS).mapEmpty();
  }

  private Future<SqlConnection> connection() {
    long limit = Deadline.remains(wait);
    if (limit == 0) {
      return Future.failedFuture(new DatabaseUnavailable("transaction", "the call has ended"));
    }
    Future<SqlConnection> lent = pool.getConnection();
    return lent.timeout(limit, TimeUnit.MILLISECONDS)
        .onFailure(late -> lent.onSuccess(SqlConnection::close));
  }

  private <T> Future<T> on(SqlConnection connection, Function<Sql, Future<T>> work) {
    List<Runnable> atCommit = new ArrayList<>();
    TimedSql sql = new TimedSql(connection, bounds, atCommit);
    // What the work asks first is sent right behind BEGIN: one round trip less.
    Future<Transaction> beginning = begin(connection);
    Future<T> working =
        Future.<Sql>succeededFuture(sql).compose(work).onComplete(done -> sql.end());
    return beginning
        .compose(
            begun ->
                working.compose(
                    result -> commit(connection, begun).map(result),
                    failure -> undo(connection, begun, failure)))
        .onFailure(failure -> cutIfLost(connection, failure))
        .onComplete(done -> connection.close())
        .onSuccess(committed -> atCommit.forEach(Runnable::run));
  }

  private Future<Transaction> begin(SqlConnection connection) {
    return explained(connection.begin().timeout(statement(), TimeUnit.MILLISECONDS));
  }

  /** Of PostgreSQL's own: what the work fails with, beside statements, says nothing about it. */
  private static <T> Future<T> explained(Future<T> answer) {
    return answer.recover(failure -> Future.failedFuture(Outages.explain("transaction", failure)));
  }

  /** One millisecond for a call that has ended: it then fails like any other that is late. */
  private long statement() {
    return Math.max(1, bounds.limit());
  }

  private Future<Void> commit(SqlConnection connection, Transaction begun) {
    if (Deadline.remains(LAST_WORD) == 0) {
      // Whoever called has been told that it did not happen.
      return undo(connection, begun, new DatabaseUnavailable("commit", "the call has ended"));
    }
    long limit = Math.max(LAST_WORD.toMillis(), statement());
    return explained(begun.commit().timeout(limit, TimeUnit.MILLISECONDS));
  }

  private static <T> Future<T> undo(SqlConnection connection, Transaction begun, Throwable why) {
    // Behind a statement that was not answered ROLLBACK would not be either: see cutIfLost.
    return Outages.silence(why)
        ? Future.failedFuture(why)
        : begun
            .rollback()
            .timeout(LAST_WORD.toMillis(), TimeUnit.MILLISECONDS)
            .onFailure(unheard -> Silence.cut(connection))
            .transform(undone -> Future.failedFuture(why));
  }

  private static void cutIfLost(SqlConnection connection, Throwable failure) {
    if (Outages.silence(failure)) {
      Silence.cut(connection);
    }
  }
}
