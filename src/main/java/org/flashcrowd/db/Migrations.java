package org.flashcrowd.db;

import io.vertx.sqlclient.SqlConnectOptions;
import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * Brings a database to this version's schema with Flyway, over JDBC. Blocking: call it before the
 * server starts, or from a worker thread.
 *
 * <p>Flyway takes an advisory lock, so that nodes starting together migrate once. Migrations expand
 * and later contract: the version before this one runs on the schema that this one makes.
 */
public final class Migrations {
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
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(Jdbc.url(options), options.getUser(), options.getPassword())
        .locations(locations)
        .validateMigrationNaming(true)
        // A lock of the session, which CREATE INDEX CONCURRENTLY does not wait for.
        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
        // A migration that waits for a lock holds up everybody behind it.
        .initSql("SET lock_timeout = '5s'")
        .jdbcProperties(Map.of("connectTimeout", "10", "tcpKeepAlive", "true"))
        .load()
        .migrate()
        .migrationsExecuted;
  }
}
