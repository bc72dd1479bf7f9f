package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The SQL of browsers that have signed in. */
final class SessionRepository {
  // Old sessions go as new ones come, a few at a time.
  private static final Query INSERT =
      Query.named(
          "auth.session-insert",
          """
          WITH old AS (
            DELETE FROM web_session
             WHERE hash IN (SELECT hash FROM web_session
                             WHERE expires_at < clock_timestamp()
                             ORDER BY expires_at LIMIT 20
                               FOR UPDATE SKIP LOCKED)
          )
          INSERT INTO web_session (hash, account_id, expires_at, address, user_agent)
          VALUES ($1, $2, clock_timestamp() + $3 * interval '1 millisecond', $4, $5)
          """);
  private static final Query FIND =
      Query.named(
          "auth.session-find",
          """
          SELECT a.id, a.username, a.role
            FROM web_session s
            JOIN account a ON a.id = s.account_id
            JOIN credential c ON c.account_id = a.id
           WHERE s.hash = $1 AND s.expires_at > clock_timestamp()
             AND a.suspended_at IS NULL AND a.disabled_at IS NULL
             AND c.approved_at IS NOT NULL AND c.confirmed_at IS NOT NULL
          """);
  private static final Query END =
      Query.named("auth.session-end", "DELETE FROM web_session WHERE hash = $1");
  private static final Query END_ALL =
      Query.named("auth.session-end-all", "DELETE FROM web_session WHERE account_id = $1");

  private SessionRepository() {}

  static Future<Integer> insert(
      Sql sql, String token, long account, Duration ttl, String address, String agent) {
    Buffer hash = Buffer.buffer(Secrets.hash(token));
    return sql.update(INSERT, hash, account, ttl.toMillis(), address, agent);
  }

  static Future<Optional<Visitor>> find(Sql sql, String token) {
    return sql.first(
        FIND,
        row -> new Visitor(row.getLong("id"), row.getString("username"), row.getString("role")),
        Buffer.buffer(Secrets.hash(token)));
  }

  static Future<Integer> end(Sql sql, String token) {
    return sql.update(END, Buffer.buffer(Secrets.hash(token)));
  }

  static Future<Integer> endAll(Sql sql, long account) {
    return sql.update(END_ALL, account);
  }
}
