package org.flashcrowd.testing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.NodeLease;

/** A database of its own with pools and ids, for tests of what stands between HTTP and SQL. */
public final class TestStore implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase own = TestDatabase.fresh();
  private final Database database =
      Database.open(vertx, own.uri(), Config.defaults().database(), new SimpleMeterRegistry());
  private final NodeLease lease = await(NodeLease.claim(vertx, database, "test"));

  public Vertx vertx() {
    return vertx;
  }

  public Database database() {
    return database;
  }

  /** Where it is, with user and password. */
  public String uri() {
    return own.uri();
  }

  public Ids ids() {
    return lease.ids();
  }

  /** Waits ten seconds at most for what must succeed; a failure is thrown as it is. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(10, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("not done within ten seconds", late);
    }
  }

  @Override
  public void close() {
    lease.release();
    await(database.close());
    await(vertx.close());
    own.close();
  }
}
