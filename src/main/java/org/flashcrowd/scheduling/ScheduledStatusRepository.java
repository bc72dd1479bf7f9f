package org.flashcrowd.scheduling;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.statuses.NewStatus;

/** The rows of scheduled posts. */
final class ScheduledStatusRepository {
  private static final String ROW =
      """
      s.*, ARRAY(SELECT m.id FROM media m WHERE m.status_id = s.id ORDER BY m.position) AS media
      """;

  static final PagedQuery PAGE =
      PagedQuery.named(
          "scheduling.page",
          "SELECT "
              + ROW
              + """
                FROM scheduled_status s
               WHERE s.account_id = $4 AND s.id < $1 AND s.id > $2
               ORDER BY s.id :direction LIMIT $3
              """);
  private static final Query ONE =
      Query.named(
          "scheduling.one",
          "SELECT " + ROW + " FROM scheduled_status s WHERE s.id = $2 AND s.account_id = $1");

  // Whoever schedules waits here for another call of the same account, and then counts its post.
  private static final Query LOCK_ACCOUNT =
      Query.named("scheduling.lock-account", "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE");
  static final Query TAKEN =
      Query.named(
          "scheduling.taken",
          """
          SELECT count(*) AS waiting,
                 count(*) FILTER (WHERE (scheduled_at AT TIME ZONE 'UTC')::date
                                        = ($2::timestamptz AT TIME ZONE 'UTC')::date) AS that_day
            FROM scheduled_status
           WHERE account_id = $1 AND id <> $3
          """);
  private static final Query INSERT =
      Query.named(
          "scheduling.insert",
          """
          INSERT INTO scheduled_status (id, account_id, application_id, scheduled_at, visibility, text,
                                        spoiler_text, sensitive, language, in_reply_to_id)
          SELECT $1, a.id, $3, $4, coalesce($5, a.default_visibility), $6, $7,
                 coalesce($8, a.default_sensitive) OR $7 <> '', coalesce($9, a.default_language), $10
            FROM account a
           WHERE a.id = $2
          """);
  private static final Query MOVE =
      Query.named(
          "scheduling.move",
          "UPDATE scheduled_status SET scheduled_at = $3 WHERE id = $2 AND account_id = $1");

  // clock_timestamp(): the time now, and not that of the transaction's first statement.
  private static final Query LOCK =
      Query.named(
          "scheduling.lock",
          "SELECT "
              + ROW
              + """
              , s.scheduled_at <= clock_timestamp() AS due, a.removed_at IS NOT NULL AS removed,
                coalesce(a.suspended_at, a.disabled_at) IS NOT NULL AS barred
                FROM scheduled_status s JOIN account a ON a.id = s.account_id
               WHERE s.id = $1
                 FOR UPDATE OF s
              """);
  private static final Query DELETE =
      Query.named("scheduling.delete", "DELETE FROM scheduled_status WHERE id = $1");
  private static final Query CANCEL =
      Query.named(
          "scheduling.cancel", "DELETE FROM scheduled_status WHERE id = $2 AND account_id = $1");

  Future<List<ScheduledStatus>> page(Sql sql, long account, Page page) {
    return PAGE.list(sql, page, ScheduledStatus::of, account);
  }

  Future<Optional<ScheduledStatus>> one(Sql sql, long account, long id) {
    return sql.first(ONE, ScheduledStatus::of, account, id);
  }

  /** Holds up whatever else would change how many posts of the account wait. */
  Future<Void> lockAccount(Sql tx, long account) {
    return tx.run(LOCK_ACCOUNT, account).mapEmpty();
  }

  /** How many posts of an account wait, and how many of them for one day. */
  record Taken(long waiting, long thatDay) {}

  /** What the account's other posts take, on the day (UTC) of this moment. */
  Future<Taken> taken(Sql tx, long account, Instant day, long except) {
    return tx.first(
            TAKEN,
            row -> new Taken(row.getLong("waiting"), row.getLong("that_day")),
            account,
            time(day),
            except)
        .map(Optional::orElseThrow);
  }

  Future<Void> insert(Sql tx, long id, NewStatus post, Instant at) {
    Visibility visibility = post.choices().visibility();
    return tx.update(
            INSERT,
            id,
            post.account(),
            post.application(),
            time(at),
            visibility == null ? null : visibility.wire(),
            post.words().text(),
            post.words().spoilerText(),
            post.choices().sensitive(),
            post.words().language(),
            post.inReplyTo())
        .mapEmpty();
  }

  /** How many were given this time: one, or none. */
  Future<Integer> move(Sql tx, long account, long id, Instant at) {
    return tx.update(MOVE, account, id, time(at));
  }

  /**
   * A scheduled post that nobody else changes before the transaction ends.
   *
   * @param due whether its time has come
   * @param standing of its author
   */
  record Locked(ScheduledStatus status, boolean due, Standing standing) {}

  /** Whether an author may post. */
  enum Standing {
    GOOD,
    /** Suspended or disabled, which may end. */
    BARRED,
    REMOVED
  }

  Future<Optional<Locked>> lock(Sql tx, long id) {
    return tx.first(
        LOCK,
        row ->
            new Locked(
                ScheduledStatus.of(row),
                row.getBoolean("due"),
                row.getBoolean("removed")
                    ? Standing.REMOVED
                    : row.getBoolean("barred") ? Standing.BARRED : Standing.GOOD),
        id);
  }

  Future<Void> delete(Sql tx, long id) {
    return tx.update(DELETE, id).mapEmpty();
  }

  /** How many the account no longer has: one, or none. */
  Future<Integer> cancel(Sql tx, long account, long id) {
    return tx.update(CANCEL, account, id);
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
