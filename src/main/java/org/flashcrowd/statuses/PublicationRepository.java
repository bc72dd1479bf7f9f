package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The rows that a new post is made of. */
final class PublicationRepository {
  // Waits for another call with the same key, and then finds its row, which it locks by writing it
  // as it is. Keys that have run out make room here, so that no sweeper is needed.
  private static final Query CLAIM_KEY =
      Query.named(
          "statuses.claim-key",
          """
          WITH expired AS (
            DELETE FROM idempotency_key
             WHERE account_id = $1 AND key <> $2 AND created_at < now() - make_interval(secs => $4)
          )
          INSERT INTO idempotency_key AS k (account_id, key, status_id) VALUES ($1, $2, $3)
          ON CONFLICT (account_id, key)
          DO UPDATE SET (status_id, created_at) =
            (SELECT CASE WHEN expired THEN excluded.status_id ELSE k.status_id END,
                    CASE WHEN expired THEN now() ELSE k.created_at END
               FROM (SELECT k.created_at < now() - make_interval(secs => $4) AS expired) age)
          RETURNING status_id
          """);
  // What somebody sends again with its key is then answered with the post that came of it.
  private static final Query PASS_KEY_ON =
      Query.named(
          "statuses.pass-key-on",
          "UPDATE idempotency_key SET status_id = $3 WHERE account_id = $1 AND status_id = $2");
  private static final Query FREE_KEY =
      Query.named(
          "statuses.free-key",
          "DELETE FROM idempotency_key WHERE account_id = $1 AND status_id = $2");
  private static final Query INSERT =
      Query.named(
          "statuses.insert",
          """
          WITH added AS (
            INSERT INTO status (id, account_id, application_id, state, visibility, text, spoiler_text,
                                sensitive, language, in_reply_to_id, in_reply_to_account_id,
                                media_count, conversation_id)
            SELECT $1, a.id, $3, $4, coalesce($5, a.default_visibility), $6, $7,
                   coalesce($8, a.default_sensitive) OR $7 <> '', coalesce($9, a.default_language),
                   $10, $11, $12,
                   coalesce((SELECT p.conversation_id FROM status p WHERE p.id = $10), $1)
              FROM account a
             WHERE a.id = $2
            RETURNING id, visibility
          ), stats AS (
            INSERT INTO status_stats (status_id) SELECT id FROM added
          )
          SELECT visibility FROM added
          """);
  private static final Query LOCAL_ACCOUNTS =
      Query.named(
          "statuses.local-accounts",
          """
          SELECT id FROM account WHERE lower(username) = ANY ($1) AND suspended_at IS NULL
          """);
  private static final Query INSERT_MENTIONS =
      Query.named(
          "statuses.insert-mentions",
          """
          INSERT INTO mention (status_id, account_id) SELECT $1, unnest($2::bigint[])
          """);
  private static final Query INSERT_STATUS_TAGS =
      Query.named(
          "statuses.insert-status-tags",
          """
          INSERT INTO status_tag (tag_id, status_id, account_id)
          SELECT t.id, s.id, s.account_id FROM status s, tag t WHERE s.id = $1 AND t.name = ANY ($2)
          ON CONFLICT DO NOTHING
          """);
  // In the order of their names, so that two posts with the same new tags do not wait for each
  // other in a circle.
  private static final Query INSERT_TAGS =
      Query.named(
          "statuses.insert-tags",
          """
          INSERT INTO tag (id, name)
          SELECT * FROM unnest($1::bigint[], $2::text[]) new (id, name) ORDER BY name
          ON CONFLICT DO NOTHING
          """);
  private static final Query UNMENTION =
      Query.named(
          "statuses.unmention",
          "DELETE FROM mention WHERE status_id = $1 AND account_id <> ALL ($2)");
  private static final Query MENTION_ANEW =
      Query.named(
          "statuses.mention-anew",
          """
          INSERT INTO mention (status_id, account_id) SELECT $1, unnest($2::bigint[])
          ON CONFLICT DO NOTHING
          RETURNING account_id
          """);
  private static final Query UNTAG =
      Query.named(
          "statuses.untag",
          """
          DELETE FROM status_tag st USING tag t
           WHERE st.status_id = $1 AND t.id = st.tag_id AND t.name <> ALL ($2)
          """);
  private static final Query LOCK_HELD =
      Query.named(
          "statuses.lock-held",
          """
          SELECT id, account_id, visibility, in_reply_to_id
            FROM status WHERE id = $1 AND state = 'held' AND deleted_at IS NULL FOR UPDATE
          """);
  private static final Query PHOTOS =
      Query.named(
          "statuses.photos",
          """
          SELECT count(*) FILTER (WHERE state = 'processing') AS processing,
                 min(failure) FILTER (WHERE state = 'failed') AS failure,
                 count(*) FILTER (WHERE state = 'failed') AS failed
            FROM media WHERE status_id = $1
          """);
  private static final Query PUBLISH =
      Query.named(
          "statuses.publish",
          "UPDATE status SET state = 'published', failure = NULL WHERE id = $1");
  private static final Query HOLD =
      Query.named(
          "statuses.hold", "UPDATE status SET state = 'held', failure = NULL WHERE id = $1");
  private static final Query FAIL =
      Query.named(
          "statuses.fail", "UPDATE status SET state = 'failed', failure = $2 WHERE id = $1");
  private static final Query MENTIONED =
      Query.named(
          "statuses.mentioned",
          "SELECT account_id FROM mention WHERE status_id = $1 ORDER BY account_id");

  private final Ids ids;

  PublicationRepository(Ids ids) {
    this.ids = ids;
  }

  /**
   * Takes an Idempotency-Key for a post.
   *
   * @return the post that the key stands for: {@code status}, or one that was written before
   */
  Future<Long> claimKey(Sql tx, long account, String key, long status, Duration kept) {
    return tx.first(
            CLAIM_KEY,
            row -> row.getLong("status_id"),
            account,
            key,
            status,
            (double) kept.toSeconds())
        .map(Optional::orElseThrow);
  }

  /** Has the key of one post stand for another. */
  Future<Void> passKeyOn(Sql tx, long account, long from, long to) {
    return tx.update(PASS_KEY_ON, account, from, to).mapEmpty();
  }

  /** Lets a post's key be used again. */
  Future<Void> freeKey(Sql tx, long account, long status) {
    return tx.update(FREE_KEY, account, status).mapEmpty();
  }

  /** What it is visible to, which the account decides where the post does not. */
  Future<Visibility> insert(
      Sql tx, long id, NewStatus status, StatusState state, Status.@Nullable Reply reply) {
    Visibility visibility = status.choices().visibility();
    return tx.first(
            INSERT,
            StatusRepository::visibility,
            id,
            status.account(),
            status.application(),
            state.wire(),
            visibility == null ? null : visibility.wire(),
            status.words().text(),
            status.words().spoilerText(),
            status.choices().sensitive(),
            status.words().language(),
            reply == null ? null : reply.status(),
            reply == null ? null : reply.account(),
            (short) status.media().size())
        .map(Optional::orElseThrow);
  }

  /** The accounts of these names, given in lower case; suspended ones are not found. */
  Future<List<Long>> localAccounts(Sql tx, List<String> names) {
    return names.isEmpty()
        ? Future.succeededFuture(List.of())
        : tx.list(LOCAL_ACCOUNTS, row -> row.getLong("id"), (Object) names.toArray(String[]::new));
  }

  Future<Void> mention(Sql tx, long status, List<Long> accounts) {
    return accounts.isEmpty()
        ? Future.succeededFuture()
        : tx.update(INSERT_MENTIONS, status, accounts.toArray(Long[]::new)).mapEmpty();
  }

  /** One statement when every tag is known, as most are; three when one is new. */
  Future<Void> tag(Sql tx, long status, List<String> names) {
    if (names.isEmpty()) {
      return Future.succeededFuture();
    }
    Object wanted = names.toArray(String[]::new);
    return tx.update(INSERT_STATUS_TAGS, status, wanted)
        .compose(
            known ->
                known == names.size()
                    ? Future.succeededFuture()
                    : addTags(tx, names)
                        .compose(added -> tx.update(INSERT_STATUS_TAGS, status, wanted)))
        .mapEmpty();
  }

  private Future<Integer> addTags(Sql tx, List<String> names) {
    List<Long> fresh = new ArrayList<>(names.size());
    names.forEach(name -> fresh.add(ids.next()));
    return tx.update(INSERT_TAGS, fresh.toArray(Long[]::new), names.toArray(String[]::new));
  }

  /**
   * Mentions these accounts and nobody else.
   *
   * @return those who were not mentioned before
   */
  Future<List<Long>> remention(Sql tx, long status, List<Long> accounts) {
    Object wanted = accounts.toArray(Long[]::new);
    return tx.update(UNMENTION, status, wanted)
        .compose(gone -> tx.list(MENTION_ANEW, row -> row.getLong("account_id"), status, wanted));
  }

  /** Takes all tags away but these. */
  Future<Void> untag(Sql tx, long status, List<String> keep) {
    return tx.update(UNTAG, status, (Object) keep.toArray(String[]::new)).mapEmpty();
  }

  /** The post, if it is still held: nobody else changes it before the transaction ends. */
  Future<Optional<Publication>> lockHeld(Sql tx, long id) {
    return tx.first(
        LOCK_HELD,
        row ->
            new Publication(
                row.getLong("id"),
                row.getLong("account_id"),
                StatusRepository.visibility(row),
                null,
                row.getLong("in_reply_to_id")),
        id);
  }

  Future<Photos> photos(Sql tx, long status) {
    return tx.first(
            PHOTOS,
            row ->
                new Photos(
                    row.getLong("processing").intValue(),
                    row.getLong("failed").intValue(),
                    row.getString("failure")),
            status)
        .map(Optional::orElseThrow);
  }

  /** How far a post's photos are. */
  record Photos(int processing, int failed, @Nullable String failure) {}

  Future<Void> publish(Sql tx, long id) {
    return tx.update(PUBLISH, id).mapEmpty();
  }

  Future<Void> hold(Sql tx, long id) {
    return tx.update(HOLD, id).mapEmpty();
  }

  Future<Void> fail(Sql tx, long id, String reason) {
    return tx.update(FAIL, id, reason).mapEmpty();
  }

  Future<List<Long>> mentioned(Sql tx, long status) {
    return tx.list(MENTIONED, row -> row.getLong("account_id"), status);
  }
}
