package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The rows of photos. */
final class MediaRepository {
  private static final Query INSERT =
      Query.named(
          "media.insert",
          """
          INSERT INTO media (id, account_id, purpose, key, sha256, bytes, content_type, width, height,
                             description, focus_x, focus_y)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
          RETURNING *
          """);
  private static final Query BY_ID =
      Query.named("media.by-id", "SELECT * FROM media WHERE id = $1");
  private static final Query BY_IDS =
      Query.named("media.by-ids", "SELECT * FROM media WHERE id = ANY ($1)");
  private static final Query OF_STATUSES =
      Query.named(
          "media.of-statuses",
          """
          SELECT * FROM media WHERE status_id = ANY ($1) ORDER BY status_id, position
          """);
  private static final Query DESCRIBE =
      Query.named(
          "media.describe",
          """
          UPDATE media
             SET description = CASE WHEN $3 THEN $4::text ELSE description END,
                 focus_x = CASE WHEN $5 THEN $6::real ELSE focus_x END,
                 focus_y = CASE WHEN $5 THEN $7::real ELSE focus_y END
           WHERE id = $1 AND account_id = $2 AND status_id IS NULL AND purpose = 'post'
          RETURNING *
          """);
  private static final Query DESCRIBE_ATTACHED =
      Query.named(
          "media.describe-attached",
          """
          UPDATE media
             SET description = CASE WHEN $3 THEN $4::text ELSE description END,
                 focus_x = CASE WHEN $5 THEN $6::real ELSE focus_x END,
                 focus_y = CASE WHEN $5 THEN $7::real ELSE focus_y END
           WHERE id = $1 AND status_id = $2
          """);
  // Waits for a worker that is writing the row, and then sees what it wrote: a photo that became
  // ready before the post took it is reported ready, and one that becomes ready after names the
  // post.
  private static final Query ATTACH =
      Query.named(
          "media.attach",
          """
          UPDATE media m SET status_id = $2, position = (wanted.place - 1)::smallint
            FROM unnest($3::bigint[]) WITH ORDINALITY wanted (id, place)
           WHERE m.id = wanted.id AND m.account_id = $1 AND m.purpose = 'post'
             AND (m.status_id IS NULL OR m.status_id = $2) AND m.state <> 'failed'
          RETURNING m.state
          """);
  private static final Query DETACH =
      Query.named(
          "media.detach",
          """
          UPDATE media SET status_id = NULL, position = NULL, created_at = now()
           WHERE status_id = $1 AND id <> ALL ($2)
          """);
  // Waits, as ATTACH does, for a worker that is writing one of the rows.
  private static final Query HAND_OVER =
      Query.named("media.hand-over", "UPDATE media SET status_id = $2 WHERE status_id = $1");
  private static final Query READY =
      Query.named(
          "media.ready",
          """
          UPDATE media
             SET state = 'ready', processed_at = now(), original = $2, renditions = $3,
                 blurhash = $4, colour = $5, details = $6, width = $7, height = $8
           WHERE id = $1 AND state = 'processing'
          RETURNING status_id
          """);
  private static final Query FAILED =
      Query.named(
          "media.failed",
          """
          UPDATE media SET state = 'failed', processed_at = now(), failure = $2
           WHERE id = $1 AND state = 'processing'
          RETURNING status_id
          """);
  private static final Query DELETE_UNATTACHED =
      Query.named(
          "media.delete-unattached",
          """
          DELETE FROM media WHERE id = $1 AND account_id = $2 AND status_id IS NULL AND purpose = 'post'
          RETURNING key
          """);
  private static final Query EXPIRED =
      Query.named(
          "media.delete-expired",
          """
          DELETE FROM media WHERE id IN (
            SELECT id FROM media
             WHERE status_id IS NULL AND purpose = 'post' AND created_at < now() - $1 * interval '1 s'
             ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
          RETURNING key
          """);
  // An avatar or header that no profile shows: it was replaced, or the change that brought it was
  // refused.
  private static final Query REPLACED =
      Query.named(
          "media.delete-replaced",
          """
          DELETE FROM media WHERE id IN (
            SELECT m.id FROM media m
             WHERE m.purpose <> 'post' AND m.created_at < now() - $1 * interval '1 s'
               AND NOT EXISTS (SELECT FROM account a WHERE a.avatar_media_id = m.id)
               AND NOT EXISTS (SELECT FROM account a WHERE a.header_media_id = m.id)
             ORDER BY m.created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
          RETURNING key
          """);
  private static final Query BY_KEYS =
      Query.named("media.by-keys", "SELECT * FROM media WHERE key = ANY ($1)");
  private static final Query DELETE_OF_STATUS =
      Query.named("media.delete-of-status", "DELETE FROM media WHERE status_id = $1 RETURNING key");
  private static final Query DELETE_OF_ACCOUNT =
      Query.named(
          "media.delete-of-account",
          """
          DELETE FROM media WHERE id IN (
            SELECT id FROM media WHERE account_id = $1 ORDER BY id LIMIT $2 FOR UPDATE)
          RETURNING key
          """);
  private static final Query DELETE_PROFILE =
      Query.named(
          "media.delete-profile",
          "DELETE FROM media WHERE id = ANY ($1) AND purpose <> 'post' RETURNING key");

  Future<Photo> insert(Sql tx, NewPhoto photo) {
    Focus focus = photo.caption().focus();
    return tx.first(
            INSERT,
            PhotoRow::photo,
            photo.id(),
            photo.account(),
            photo.purpose().wire(),
            photo.key(),
            Buffer.buffer(HexFormat.of().parseHex(photo.file().sha256())),
            photo.file().bytes(),
            photo.file().contentType(),
            photo.file().width(),
            photo.file().height(),
            photo.caption().description(),
            focus == null ? null : (float) focus.x(),
            focus == null ? null : (float) focus.y())
        .map(Optional::orElseThrow);
  }

  Future<Optional<Photo>> byId(Sql sql, long id) {
    return sql.first(BY_ID, PhotoRow::photo, id);
  }

  Future<List<Photo>> byIds(Sql sql, Collection<Long> ids) {
    return sql.list(BY_IDS, PhotoRow::photo, (Object) ids.toArray(Long[]::new));
  }

  /** The photos of posts, each post's in its order. */
  Future<List<Photo>> ofStatuses(Sql sql, Collection<Long> statuses) {
    return sql.list(OF_STATUSES, PhotoRow::photo, (Object) statuses.toArray(Long[]::new));
  }

  /** Empty when there is no such photo of this account that is waiting for its post. */
  Future<Optional<Photo>> describe(Sql sql, long id, long account, Description change) {
    return sql.first(DESCRIBE, PhotoRow::photo, description(id, account, change));
  }

  /** Changes what is said of the photos of a post. */
  Future<Void> describeAttached(Sql tx, long status, Map<Long, Description> changes) {
    List<Tuple> rows = new ArrayList<>(changes.size());
    changes.forEach((id, change) -> rows.add(Tuple.from(description(id, status, change))));
    return tx.batch(DESCRIBE_ATTACHED, rows).mapEmpty();
  }

  private static @Nullable Object[] description(long id, long of, Description change) {
    Optional<Focus> focus = change.focus();
    return new @Nullable Object[] {
      id,
      of,
      change.describes(),
      change.description(),
      change.focuses(),
      focus.map(point -> (float) point.x()).orElse(null),
      focus.map(point -> (float) point.y()).orElse(null)
    };
  }

  /** The states of those that could be attached. */
  Future<List<Photo.State>> attach(Sql tx, long account, long status, Collection<Long> ids) {
    return tx.list(ATTACH, PhotoRow::state, account, status, (Object) ids.toArray(Long[]::new));
  }

  /** Lets go of all photos of a post but these. */
  Future<Integer> detach(Sql tx, long status, Collection<Long> keep) {
    return tx.update(DETACH, status, (Object) keep.toArray(Long[]::new));
  }

  Future<Integer> handOver(Sql tx, long from, long to) {
    return tx.update(HAND_OVER, from, to);
  }

  /** Empty when the row is gone; else the post that has taken it, if one has. */
  Future<Optional<Taken>> ready(Sql tx, long id, Outcome outcome) {
    return tx.first(
        READY,
        PhotoRow::taken,
        id,
        PhotoRow.json(outcome.original()),
        new JsonArray(outcome.renditions().stream().map(PhotoRow::json).toList()),
        outcome.blurhash(),
        outcome.colour(),
        outcome.details(),
        outcome.original().width(),
        outcome.original().height());
  }

  /** Empty when the row is gone; else the post that has taken it, if one has. */
  Future<Optional<Taken>> failed(Sql tx, long id, String reason) {
    return tx.first(FAILED, PhotoRow::taken, id, reason);
  }

  /** The key of the deleted photo. */
  Future<Optional<String>> deleteUnattached(Sql tx, long id, long account) {
    return tx.first(DELETE_UNATTACHED, row -> row.getString("key"), id, account);
  }

  /** The keys of the deleted photos. */
  Future<List<String>> deleteOfStatus(Sql tx, long status) {
    return tx.list(DELETE_OF_STATUS, row -> row.getString("key"), status);
  }

  /** The keys of the deleted photos, whatever they were for. */
  Future<List<String>> deleteOfAccount(Sql tx, long account, int most) {
    return tx.list(DELETE_OF_ACCOUNT, row -> row.getString("key"), account, most);
  }

  /** The keys of the deleted avatars and headers. */
  Future<List<String>> deleteProfile(Sql tx, Collection<Long> ids) {
    return tx.list(DELETE_PROFILE, row -> row.getString("key"), (Object) ids.toArray(Long[]::new));
  }

  /** Deletes photos that no post took in time; gives their keys. */
  Future<List<String>> deleteExpired(Sql tx, Duration age, int most) {
    return tx.list(EXPIRED, row -> row.getString("key"), age.toSeconds(), most);
  }

  /** Deletes avatars and headers of this age that nobody shows; gives their keys. */
  Future<List<String>> deleteReplaced(Sql tx, Duration age, int most) {
    return tx.list(REPLACED, row -> row.getString("key"), age.toSeconds(), most);
  }

  Future<List<Photo>> byKeys(Sql sql, Collection<String> keys) {
    return sql.list(BY_KEYS, PhotoRow::photo, (Object) keys.toArray(String[]::new));
  }

  /** The post that has taken a photo. */
  record Taken(@Nullable Long status) {}

  /** What processing made of a photo. */
  record Outcome(
      PictureFile original,
      List<PictureFile> renditions,
      String blurhash,
      String colour,
      JsonObject details) {}
}
