package org.flashcrowd.db;

import io.vertx.sqlclient.SqlConnectOptions;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * Brings a database to this version's schema with Flyway, over JDBC. Blocking: call it before the
 * server starts, or from a worker thread.
 *
 * <p>Flyway takes an advisory lock, so that nodes starting together migrate once. Migrations expand
 * and later contract: the version before this one runs on the schema that this one makes.
 */
public final class Migrations {
  // One that waits for a lock holds up everybody behind it, and their calls end after two seconds.
  private static final String PATIENCE = "SET lock_timeout = '500ms'";
  private static final int ATTEMPTS = 10;
  // lock_not_available, deadlock_detected.
  private static final Set<String> IN_VAIN = Set.of("55P03", "40P01");

  private Migrations() {}

  /**
   * Applies what is missing.
   *
   * @param uri {@code postgresql://user:password@host:port/database}
   * @return how many migrations were applied
   */
  public static int run(String uri) {
    return SchemaHistory.isComplete(uri) ? 0 : run(uri, "classpath:db/migration");
  }

  static int run(String uri, String... locations) {
    SqlConnectOptions options = Jdbc.options(uri);
    Applied applied = new Applied();
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(Jdbc.url(options), options.getUser(), options.getPassword())
            .locations(locations)
            .validateMigrationNaming(true)
            // A lock of the session, which CREATE INDEX CONCURRENTLY does not wait for.
            .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
            .initSql(PATIENCE)
            .jdbcProperties(Map.of("connectTimeout", "10", "tcpKeepAlive", "true"))
            .callbacks(applied)
            .load();
    migrate(flyway);
    return applied.count;
  }

  /** What was applied before a table was found locked stays applied. */
  private static void migrate(Flyway flyway) {
    for (int attempt = 1; ; attempt++) {
      try {
        flyway.migrate();
        return;
      } catch (FlywayException busy) {
        if (attempt == ATTEMPTS || !waitsInVain(busy)) {
          throw busy;
        }
        pause(attempt);
      }
    }
  }

  /** Counts over all attempts, without asking the database for it. */
  private static final class Applied extends BaseCallback {
    private int count;

    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.AFTER_EACH_MIGRATE;
    }

    @Override
    public void handle(Event event, Context context) {
      count++;
    }
  }

  private static boolean waitsInVain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused && IN_VAIN.contains(refused.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static void pause(int attempt) {
    long longest = Math.min(2_000, 100L << attempt);
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextLong(50, longest)));
  }
}
