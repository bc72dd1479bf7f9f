package org.flashcrowd.graph;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.Optional;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The rows of follows, requests, blocks, mutes and notes, one pair of accounts at a time. */
final class GraphRepository {
  private static final Query LOCK_PAIR =
      Query.named("graph.lock-pair", "SELECT pg_advisory_xact_lock($1)");
  private static final Query PAIR =
      Query.named(
          "graph.pair",
          """
          SELECT t.suspended_at IS NOT NULL AS suspended,
                 t.locked OR me.silenced_at IS NOT NULL AS consent,
                 EXISTS (SELECT FROM block WHERE account_id = me.id AND target_id = t.id)
                   OR EXISTS (SELECT FROM block WHERE account_id = t.id AND target_id = me.id)
                   AS blocked,
                 EXISTS (SELECT FROM follow WHERE account_id = me.id AND target_id = t.id)
                   AS following,
                 EXISTS (SELECT FROM follow_request WHERE account_id = me.id AND target_id = t.id)
                   AS requested
            FROM account me, account t
           WHERE me.id = $1 AND t.id = $2
          """);
  private static final Query FOLLOW =
      Query.named(
          "graph.follow",
          """
          INSERT INTO follow (account_id, target_id, id, show_reblogs, notify, languages)
          VALUES ($1, $2, $3, coalesce($4, true), coalesce($5, false), nullif($6, '{}'::text[]))
          ON CONFLICT DO NOTHING
          """);
  private static final Query REQUEST =
      Query.named(
          "graph.request",
          """
          INSERT INTO follow_request (account_id, target_id, id, show_reblogs, notify, languages)
          VALUES ($1, $2, $3, coalesce($4, true), coalesce($5, false), nullif($6, '{}'::text[]))
          ON CONFLICT DO NOTHING
          """);
  private static final Query UPDATE_FOLLOW =
      Query.named(
          "graph.update-follow",
          """
          UPDATE follow
             SET show_reblogs = coalesce($3, show_reblogs), notify = coalesce($4, notify),
                 languages = nullif(coalesce($5, languages), '{}'::text[])
           WHERE account_id = $1 AND target_id = $2
          """);
  private static final Query UPDATE_REQUEST =
      Query.named(
          "graph.update-request",
          """
          UPDATE follow_request
             SET show_reblogs = coalesce($3, show_reblogs), notify = coalesce($4, notify),
                 languages = nullif(coalesce($5, languages), '{}'::text[])
           WHERE account_id = $1 AND target_id = $2
          """);
  private static final Query ACCEPT =
      Query.named(
          "graph.accept",
          """
          WITH accepted AS (
            DELETE FROM follow_request WHERE account_id = $1 AND target_id = $2 RETURNING *
          )
          INSERT INTO follow (account_id, target_id, id, show_reblogs, notify, languages)
          SELECT account_id, target_id, $3, show_reblogs, notify, languages FROM accepted
          ON CONFLICT DO NOTHING
          """);
  private static final Query UNFOLLOW =
      Query.named("graph.unfollow", "DELETE FROM follow WHERE account_id = $1 AND target_id = $2");
  private static final Query WITHDRAW =
      Query.named(
          "graph.withdraw", "DELETE FROM follow_request WHERE account_id = $1 AND target_id = $2");
  // Both rows are locked in the order of their ids, so that two pairs that share an account wait
  // for each other and never deadlock.
  private static final Query COUNT =
      Query.named(
          "graph.count",
          """
          WITH pair AS (
            SELECT account_id FROM account_stats
             WHERE account_id IN ($1, $2) ORDER BY account_id FOR NO KEY UPDATE
          )
          UPDATE account_stats s
             SET following_count = following_count + CASE s.account_id WHEN $1 THEN $3 ELSE 0 END,
                 followers_count = followers_count + CASE s.account_id WHEN $2 THEN $3 ELSE 0 END
            FROM pair WHERE s.account_id = pair.account_id
          """);
  private static final Query BLOCK =
      Query.named(
          "graph.block",
          """
          INSERT INTO block (account_id, target_id, id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
          """);
  private static final Query UNBLOCK =
      Query.named("graph.unblock", "DELETE FROM block WHERE account_id = $1 AND target_id = $2");
  private static final Query MUTE =
      Query.named(
          "graph.mute",
          """
          INSERT INTO mute (account_id, target_id, id, notifications, expires_at)
          VALUES ($1, $2, $3, $4, now() + $5 * interval '1 second')
          ON CONFLICT (account_id, target_id)
          DO UPDATE SET notifications = excluded.notifications, expires_at = excluded.expires_at
          """);
  private static final Query UNMUTE =
      Query.named("graph.unmute", "DELETE FROM mute WHERE account_id = $1 AND target_id = $2");
  private static final Query NOTE =
      Query.named(
          "graph.note",
          """
          INSERT INTO account_note (account_id, target_id, comment) VALUES ($1, $2, $3)
          ON CONFLICT (account_id, target_id) DO UPDATE SET comment = excluded.comment
          """);
  private static final Query DROP_NOTE =
      Query.named(
          "graph.drop-note", "DELETE FROM account_note WHERE account_id = $1 AND target_id = $2");

  private final Ids ids;

  GraphRepository(Ids ids) {
    this.ids = ids;
  }

  /** Until the transaction ends nobody else changes what is between these two. */
  Future<Void> lockPair(Sql tx, long one, long other) {
    long key =
        Math.min(one, other) * 0x9E3779B97F4A7C15L
            ^ Long.rotateLeft(Math.max(one, other) * 0xC2B2AE3D27D4EB4FL, 31);
    return tx.run(LOCK_PAIR, key).mapEmpty();
  }

  Future<Optional<Pair>> pair(Sql tx, long account, long target) {
    return tx.first(PAIR, GraphRepository::pair, account, target);
  }

  private static Pair pair(Row row) {
    return new Pair(
        row.getBoolean("suspended"),
        row.getBoolean("consent"),
        row.getBoolean("blocked"),
        row.getBoolean("following"),
        row.getBoolean("requested"));
  }

  Future<Boolean> follow(Sql tx, long account, long target, FollowOptions options) {
    return insert(tx, FOLLOW, account, target, options);
  }

  Future<Boolean> request(Sql tx, long account, long target, FollowOptions options) {
    return insert(tx, REQUEST, account, target, options);
  }

  private Future<Boolean> insert(
      Sql tx, Query query, long account, long target, FollowOptions options) {
    return tx.update(
            query,
            account,
            target,
            ids.next(),
            options.reblogs(),
            options.notifying(),
            options.languageArray())
        .map(rows -> rows > 0);
  }

  Future<Integer> updateFollow(Sql tx, long account, long target, FollowOptions options) {
    return update(tx, UPDATE_FOLLOW, account, target, options);
  }

  Future<Integer> updateRequest(Sql tx, long account, long target, FollowOptions options) {
    return update(tx, UPDATE_REQUEST, account, target, options);
  }

  private static Future<Integer> update(
      Sql tx, Query query, long account, long target, FollowOptions options) {
    return tx.update(
        query, account, target, options.reblogs(), options.notifying(), options.languageArray());
  }

  /** Whether there was a request, which is a follow now. */
  Future<Boolean> accept(Sql tx, long account, long target) {
    return tx.update(ACCEPT, account, target, ids.next()).map(rows -> rows > 0);
  }

  Future<Boolean> unfollow(Sql tx, long account, long target) {
    return tx.update(UNFOLLOW, account, target).map(rows -> rows > 0);
  }

  Future<Boolean> withdraw(Sql tx, long account, long target) {
    return tx.update(WITHDRAW, account, target).map(rows -> rows > 0);
  }

  Future<Integer> count(Sql tx, long account, long target, int change) {
    return tx.update(COUNT, account, target, change);
  }

  Future<Boolean> block(Sql tx, long account, long target) {
    return tx.update(BLOCK, account, target, ids.next()).map(rows -> rows > 0);
  }

  Future<Integer> unblock(Sql sql, long account, long target) {
    return sql.update(UNBLOCK, account, target);
  }

  /** A null duration is for good. */
  Future<Integer> mute(
      Sql tx, long account, long target, boolean notifications, @Nullable Duration duration) {
    Long seconds = duration == null ? null : duration.toSeconds();
    return tx.update(MUTE, account, target, ids.next(), notifications, seconds);
  }

  Future<Integer> unmute(Sql sql, long account, long target) {
    return sql.update(UNMUTE, account, target);
  }

  Future<Integer> note(Sql sql, long account, long target, String comment) {
    return comment.isBlank()
        ? sql.update(DROP_NOTE, account, target)
        : sql.update(NOTE, account, target, comment);
  }
}
