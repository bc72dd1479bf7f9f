package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/**
 * The secrets of links that are mailed: 256 random bits, stored as their SHA-256, good once and for
 * a while. Their time is the database's.
 */
final class MailedLinks {
  // Old ones go as new ones come, a few at a time.
  private static final Query INSERT =
      Query.named(
          "auth.link-insert",
          """
          WITH old AS (
            DELETE FROM mailed_link
             WHERE hash IN (SELECT hash FROM mailed_link
                             WHERE expires_at < clock_timestamp()
                             ORDER BY expires_at LIMIT 20
                               FOR UPDATE SKIP LOCKED)
          )
          INSERT INTO mailed_link (hash, account_id, purpose, email, expires_at)
          VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 millisecond')
          """);
  private static final Query FIND =
      Query.named(
          "auth.link-find",
          """
          SELECT account_id, email FROM mailed_link
           WHERE hash = $1 AND purpose = $2 AND expires_at > clock_timestamp()
          """);
  private static final Query USE =
      Query.named(
          "auth.link-use",
          """
          DELETE FROM mailed_link
           WHERE hash = $1 AND purpose = $2 AND expires_at > clock_timestamp()
          RETURNING account_id, email
          """);
  private static final Query DROP =
      Query.named("auth.link-drop", "DELETE FROM mailed_link WHERE account_id = $1");

  /** What a link is for, and how long it is good. */
  enum Purpose {
    CONFIRM(Duration.ofDays(2)),
    RESET(Duration.ofHours(1));

    private final Duration ttl;

    Purpose(Duration ttl) {
      this.ttl = ttl;
    }

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whose link it is, and the address that it was mailed to. */
  record Link(long account, String email) {
    @Override
    public String toString() {
      return "Link[" + account + "]";
    }
  }

  private MailedLinks() {}

  /** The secret of a new link. */
  static Future<String> make(Sql sql, Purpose purpose, long account, String email) {
    String secret = Secrets.random();
    Buffer hash = Buffer.buffer(Secrets.hash(secret));
    return sql.update(INSERT, hash, account, purpose.wire(), email, purpose.ttl.toMillis())
        .map(secret);
  }

  static Future<Optional<Link>> find(Sql sql, Purpose purpose, String secret) {
    return link(sql, FIND, purpose, secret);
  }

  /** Uses a link up; empty when it was, or is too old. */
  static Future<Optional<Link>> use(Sql tx, Purpose purpose, String secret) {
    return link(tx, USE, purpose, secret);
  }

  private static Future<Optional<Link>> link(Sql sql, Query query, Purpose purpose, String secret) {
    return sql.first(
        query,
        row -> new Link(row.getLong("account_id"), row.getString("email")),
        Buffer.buffer(Secrets.hash(secret)),
        purpose.wire());
  }

  /** Makes every link of an account worthless. */
  static Future<Integer> drop(Sql tx, long account) {
    return tx.update(DROP, account);
  }
}
