package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The statements that change a post that is there, and remember what it said before. */
final class EditRepository {
  /** Of a post so many versions are kept, the newest. */
  static final int MOST_VERSIONS = 100;

  private static final Query LOCK =
      Query.named(
          "statuses.lock-for-edit",
          """
          SELECT id, account_id, visibility, in_reply_to_id, state, text, spoiler_text, sensitive,
                 language
            FROM status
           WHERE id = $1 AND account_id = $2 AND reblog_of_id IS NULL AND deleted_at IS NULL
             FOR UPDATE
          """);
  // Not part of LOCK: after waiting for the row, that one reads other tables as they were before.
  private static final Query PHOTOS =
      Query.named(
          "statuses.photos-of",
          """
          SELECT id, coalesce(description, '') AS description, concat_ws(',', focus_x, focus_y) AS focus
            FROM media WHERE status_id = $1 ORDER BY position
          """);
  private static final Query REWRITE =
      Query.named(
          "statuses.rewrite",
          """
          UPDATE status
             SET text = $2, spoiler_text = $3, sensitive = $4, language = $5, media_count = $6,
                 edited_at = CASE WHEN $7 THEN now() ELSE edited_at END
           WHERE id = $1
          """);
  private static final Query REMEMBER =
      Query.named(
          "statuses.remember-version",
          """
          INSERT INTO status_edit (id, status_id, text, spoiler_text, sensitive, media_ids,
                                   descriptions, created_at)
          SELECT $1, s.id, $3, $4, $5, $6, $7, CASE WHEN $8 THEN s.created_at ELSE now() END
            FROM status s
           WHERE s.id = $2
             AND NOT ($8 AND EXISTS (SELECT FROM status_edit e WHERE e.status_id = s.id))
          """);
  private static final Query FORGET_OLDEST =
      Query.named(
          "statuses.forget-oldest-version",
          """
          DELETE FROM status_edit
           WHERE status_id = $1
             AND id <= (SELECT e.id FROM status_edit e
                         WHERE e.status_id = $1 ORDER BY e.id DESC OFFSET $2 LIMIT 1)
          """);
  static final Query HISTORY =
      Query.named(
          "statuses.history",
          """
          SELECT text, spoiler_text, sensitive, media_ids, descriptions, created_at
            FROM status_edit WHERE status_id = $1 ORDER BY id DESC LIMIT $2
          """);

  private final Ids ids;

  EditRepository(Ids ids) {
    this.ids = ids;
  }

  /** A post that nobody else changes before the transaction ends. */
  record Locked(Publication post, StatusState state, Status.Words words) {}

  /** A photo of a post, and all that an edit can change about it. */
  record Note(Version.Caption caption, String focus) {}

  /** What a post said from some time on. */
  record Past(Version version, Instant since) {}

  /** Empty when the account has no such post. */
  Future<Optional<Locked>> lock(Sql tx, long account, long status) {
    return tx.first(LOCK, EditRepository::locked, status, account);
  }

  private static Locked locked(Row row) {
    return new Locked(
        new Publication(
            row.getLong("id"),
            row.getLong("account_id"),
            StatusRepository.visibility(row),
            null,
            row.getLong("in_reply_to_id")),
        StatusState.of(row.getString("state")),
        new Status.Words(
            row.getString("text"),
            row.getString("spoiler_text"),
            row.getBoolean("sensitive"),
            row.getString("language")));
  }

  /** In their order. */
  Future<List<Note>> photos(Sql tx, long status) {
    return tx.list(
        PHOTOS,
        row ->
            new Note(
                new Version.Caption(row.getLong("id"), row.getString("description")),
                row.getString("focus")),
        status);
  }

  Future<Void> rewrite(Sql tx, long status, Version to, @Nullable String language, boolean edited) {
    return tx.update(
            REWRITE,
            status,
            to.text(),
            to.spoilerText(),
            to.sensitive(),
            language,
            (short) to.photos().size(),
            edited)
        .mapEmpty();
  }

  /** Keeps a new version; the one before is kept too where it was the first. */
  Future<Void> remember(Sql tx, long status, Version before, Version now) {
    return remember(tx, status, before, /* first= */ true)
        .compose(first -> remember(tx, status, now, /* first= */ false))
        .compose(kept -> tx.update(FORGET_OLDEST, status, MOST_VERSIONS))
        .mapEmpty();
  }

  private Future<Integer> remember(Sql tx, long status, Version version, boolean first) {
    return tx.update(
        REMEMBER,
        ids.next(),
        status,
        version.text(),
        version.spoilerText(),
        version.sensitive(),
        version.photos().stream().map(Version.Caption::photo).toArray(Long[]::new),
        version.photos().stream().map(Version.Caption::description).toArray(String[]::new),
        first);
  }

  /** The newest first; empty for a post that was never changed. */
  Future<List<Past>> history(Sql sql, long status) {
    return sql.list(HISTORY, EditRepository::past, status, MOST_VERSIONS);
  }

  private static Past past(Row row) {
    Long[] photos = row.getArrayOfLongs("media_ids");
    String[] descriptions = row.getArrayOfStrings("descriptions");
    List<Version.Caption> captions = new ArrayList<>(photos.length);
    for (int i = 0; i < photos.length; i++) {
      captions.add(new Version.Caption(photos[i], descriptions[i]));
    }
    return new Past(
        new Version(
            row.getString("text"),
            row.getString("spoiler_text"),
            row.getBoolean("sensitive"),
            captions),
        row.getOffsetDateTime("created_at").toInstant());
  }
}
