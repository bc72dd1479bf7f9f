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
    return run(uri, "classpath:db/migration");
  }

  static int run(String uri, String... locations) {
    SqlConnectOptions options = Jdbc.options(uri);
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(Jdbc.url(options), options.getUser(), options.getPassword())
            .locations(locations)
            .validateMigrationNaming(true)
            // A lock of the session, which CREATE INDEX CONCURRENTLY does not wait for.
            .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
            .initSql(PATIENCE)
            .jdbcProperties(Map.of("connectTimeout", "10", "tcpKeepAlive", "true"))
            .load();
    return migrate(flyway, 1);
  }

  /** What was applied before a table was found locked stays applied. */
  private static int migrate(Flyway flyway, int attempt) {
    int before = flyway.info().applied().length;
    try {
      return flyway.migrate().migrationsExecuted;
    } catch (FlywayException busy) {
      if (attempt == ATTEMPTS || !waitsInVain(busy)) {
        throw busy;
      }
      pause(attempt);
      int applied = flyway.info().applied().length - before;
      return applied + migrate(flyway, attempt + 1);
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
