package org.flashcrowd.bench.explain;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.bench.run.World;
import org.flashcrowd.db.Jdbc;

/**
 * How PostgreSQL runs the hot statements, prepared and with the plan that it keeps for them:
 * EXPLAIN (ANALYZE, BUFFERS) of each, the second time, in a transaction that is rolled back.
 */
public final class Explain {
  private static final Pattern TIME = Pattern.compile("Execution Time: ([\\d.]+) ms");
  private static final Pattern BUFFERS =
      Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");
  private static final Pattern SCANNED = Pattern.compile("Seq Scan on (\\w+)");

  private final World world;

  public Explain(World world) {
    this.world = world;
  }

  /** Markdown: a table of all, and the plans. */
  public String markdown() throws SQLException, IOException, ReflectiveOperationException {
    Statements statements = Statements.ofServer();
    Set<String> large = large();
    StringBuilder table =
        new StringBuilder(
            "| statement | when | ms | buffers | scans whole |\n"
                + "| --- | --- | ---: | ---: | --- |\n");
    StringBuilder plans = new StringBuilder();
    for (HotStatements.Asked asked : new HotStatements(world).all()) {
      String plan = plan(statements.sql(asked.name()), asked);
      table.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  asked.name(),
                  asked.when(),
                  first(TIME, plan),
                  buffers(plan),
                  scanned(plan, large)));
      plans.append(
          "\n<details><summary><code>%s</code></summary>\n\n```\n%s\n```\n\n</details>\n"
              .formatted(asked.name(), plan));
    }
    return sizes() + "\n" + table + plans;
  }

  private String plan(String sql, HotStatements.Asked asked) throws SQLException {
    List<String> arguments = asked.arguments();
    try (Connection connection = Jdbc.connect(world.databaseUri());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL plan_cache_mode = force_generic_plan");
      statement.execute("PREPARE examined AS " + sql);
      String execute =
          "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) EXECUTE examined"
              + (arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")");
      // The first run warms the cache; what it wrote must not be there for the second.
      statement.execute("SAVEPOINT cold");
      lines(statement, execute);
      statement.execute("ROLLBACK TO cold");
      String plan = lines(statement, execute);
      statement.execute("ROLLBACK");
      return plan;
    } catch (SQLException refused) {
      throw new SQLException(asked.name() + ": " + refused.getMessage(), refused);
    }
  }

  private static String lines(Statement statement, String sql) throws SQLException {
    StringJoiner lines = new StringJoiner("\n");
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    return lines.toString();
  }

  private static String first(Pattern pattern, String plan) {
    Matcher found = pattern.matcher(plan);
    return found.find() ? found.group(1) : "";
  }

  /** Those of the topmost node, which holds those of all below. */
  private static String buffers(String plan) {
    Matcher found = BUFFERS.matcher(plan);
    if (!found.find()) {
      return "0";
    }
    String read = found.group(2);
    return read == null ? found.group(1) : "%s + %s read".formatted(found.group(1), read);
  }

  /** Tables of some size that are read from their beginning to their end. */
  private static String scanned(String plan, Set<String> large) {
    List<String> tables = new ArrayList<>();
    Matcher found = SCANNED.matcher(plan);
    while (found.find()) {
      if (large.contains(found.group(1)) && !tables.contains(found.group(1))) {
        tables.add(found.group(1));
      }
    }
    return String.join(", ", tables);
  }

  /** Reading a few rows whole is cheaper than any index. */
  private Set<String> large() throws SQLException {
    Set<String> names = new HashSet<>();
    try (Connection connection = Jdbc.connect(world.databaseUri());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > 1000")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  /** How large the tables are that grow. */
  private String sizes() throws SQLException {
    StringBuilder table =
        new StringBuilder(
            "| table | rows | MB | of which indexes | updates in place | dead rows | autovacuums"
                + " |\n"
                + "| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    try (Connection connection = Jdbc.connect(world.databaseUri());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT c.relname, greatest(c.reltuples, 0)::bigint AS rows,
                       pg_total_relation_size(c.oid) / 1048576 AS megabytes,
                       pg_indexes_size(c.oid) / 1048576 AS indexes,
                       CASE WHEN s.n_tup_upd > 0 THEN 100 * s.n_tup_hot_upd / s.n_tup_upd || ' %'
                            ELSE '' END AS in_place,
                       s.n_dead_tup, s.autovacuum_count
                  FROM pg_class c JOIN pg_stat_user_tables s ON s.relid = c.oid
                 ORDER BY pg_total_relation_size(c.oid) DESC
                 LIMIT 12
                """)) {
      while (row.next()) {
        table.append(
            "| %s | %,d | %,d | %,d | %s | %,d | %d |\n"
                .formatted(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getString(5),
                    row.getLong(6),
                    row.getLong(7)));
      }
    }
    return table.toString();
  }
}
