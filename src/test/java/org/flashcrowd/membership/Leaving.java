package org.flashcrowd.membership;

import static org.flashcrowd.testing.TestServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.flashcrowd.auth.AuditLog;
import org.flashcrowd.auth.SignOuts;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.NodeLease;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;

/** Removes accounts of a test server, and looks for what they left. */
public final class Leaving {
  private Leaving() {}

  /** Ends an account; what it left is removed by the server's jobs. */
  public static Optional<String> enqueue(TestServer server, long account) {
    Vertx vertx = Vertx.vertx();
    try {
      Config config = Config.defaults();
      Database database =
          Database.open(
              vertx,
              server.services().database().value(),
              config.database(),
              new SimpleMeterRegistry());
      Jobs jobs = new Jobs(vertx, database, MembershipCapability.JOBS, config.jobs());
      NodeLease lease = await(NodeLease.claim(vertx, database, "leaving"));
      AccountRemoval removal = removal(jobs, lease.ids());
      Optional<String> name = await(database.transaction(tx -> removal.enqueue(tx, account)));
      lease.release();
      return name;
    } finally {
      await(vertx.close());
    }
  }

  /** Removes accounts within a test's own transactions. */
  public static AccountRemoval removal(Jobs jobs, Ids ids) {
    return new AccountRemoval(jobs, new SignOuts(new AuditLog(ids)));
  }

  /** Waits until the first pass is over. */
  public static void settle(TestServer server) {
    Uploads.until(
        () ->
            TestRows.number(
                    server,
                    "SELECT count(*) FROM job WHERE kind = 'membership.remove'"
                        + " AND args ->> 'pass' = '1'")
                == 0);
  }

  /**
   * The columns of the whole database that still name the account: everything that references it,
   * and everything that is called as if it did.
   */
  public static Set<String> traces(TestServer server, long account) {
    Set<String> left = new TreeSet<>();
    for (String column :
        TestRows.column(
            server,
            """
            SELECT c.conrelid::regclass || '.' || a.attname
              FROM pg_constraint c
              JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
             WHERE c.contype = 'f' AND c.confrelid = 'account'::regclass
            UNION
            SELECT c.table_name || '.' || c.column_name
              FROM information_schema.columns c
              JOIN information_schema.tables t
                ON t.table_schema = c.table_schema AND t.table_name = c.table_name
             WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
               AND c.data_type = 'bigint'
               AND c.column_name ~ '(^|_)(account|author|target|owner|member|actor)_id$'
            """)) {
      String table = column.substring(0, column.indexOf('.'));
      String name = column.substring(column.indexOf('.') + 1);
      String count = "SELECT count(*) FROM %s WHERE %s = %d".formatted(table, name, account);
      if (TestRows.number(server, count) > 0) {
        left.add(column);
      }
    }
    return left;
  }
}
