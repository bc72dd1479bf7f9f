package org.flashcrowd.albums;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The rows of albums and of what is in them. Each change asks for the owner, too. */
final class AlbumRepository {
  /**
   * A post in an album.
   *
   * @param id what the posts of an album are ordered and paged by
   */
  record Item(long album, long id, long status) {}

  /** How an album stands to a post that is to be put there. */
  record Room(long items, boolean there) {}

  static final Query BY_ID =
      Query.named("albums.by-id", "SELECT * FROM visible_albums($2) WHERE id = $1");
  // Albums in which the viewer may see nothing are their owner's alone. OFFSET is bounded by the
  // most albums that an account can have.
  static final PagedQuery OF_ACCOUNT =
      PagedQuery.named(
          "albums.of-account",
          """
          SELECT * FROM visible_albums($4)
           WHERE account_id = $5 AND id < $1 AND id > $2 AND (account_id = $4 OR size > 0)
           ORDER BY id :direction LIMIT $3 OFFSET $6::int
          """);
  static final PagedQuery ITEMS =
      PagedQuery.named(
          "albums.items",
          """
          SELECT i.album_id, i.id, i.status_id
            FROM album_item i JOIN readable_statuses($4) s ON s.id = i.status_id
           WHERE i.album_id = $5 AND i.id < $1 AND i.id > $2 AND s.media_count > 0
           ORDER BY i.id :direction LIMIT $3 OFFSET $6::int
          """);
  static final Query FIRST_ITEMS =
      Query.named(
          "albums.first-items",
          """
          SELECT i.album_id, i.id, i.status_id
            FROM unnest($2::bigint[]) l (id)
           CROSS JOIN LATERAL (
             SELECT i.album_id, i.id, i.status_id
               FROM album_item i JOIN readable_statuses($1) s ON s.id = i.status_id
              WHERE i.album_id = l.id AND s.media_count > 0
              ORDER BY i.id LIMIT $3) i
          """);
  // Two new albums of one account wait for each other, so that they are counted together.
  private static final Query LOCK_OWNER =
      Query.named("albums.lock-owner", "SELECT FROM account WHERE id = $1 FOR NO KEY UPDATE");
  private static final Query INSERT =
      Query.named(
          "albums.insert",
          """
          INSERT INTO album (id, account_id, title, description, visibility, published_at)
          SELECT $1, $2, coalesce($3, ''), coalesce($4, ''), v.name,
                 CASE WHEN v.name <> 'draft' THEN now() END
            FROM (SELECT coalesce($5, 'draft') AS name) v
           WHERE (SELECT count(*) FROM album WHERE account_id = $2) < $6
          """);
  private static final Query UPDATE =
      Query.named(
          "albums.update",
          """
          UPDATE album
             SET title = coalesce($3, title), description = coalesce($4, description),
                 visibility = coalesce($5, visibility),
                 published_at = CASE WHEN coalesce($5, visibility) <> 'draft'
                                     THEN coalesce(published_at, now()) END,
                 cover_id = CASE WHEN $6 THEN $7::bigint ELSE cover_id END, updated_at = now()
           WHERE id = $2 AND account_id = $1
          """);
  private static final Query DELETE =
      Query.named("albums.delete", "DELETE FROM album WHERE account_id = $1 AND id = $2");
  private static final Query TOUCH =
      Query.named(
          "albums.touch", "UPDATE album SET updated_at = now() WHERE account_id = $1 AND id = $2");
  private static final Query ROOM =
      Query.named(
          "albums.room",
          """
          SELECT count(*) AS items, coalesce(bool_or(status_id = $2), false) AS there
            FROM album_item WHERE album_id = $1
          """);
  private static final Query SUITABLE =
      Query.named(
          "albums.suitable",
          """
          SELECT state = 'published' AND media_count > 0 AND visibility <> 'direct' AS suitable
            FROM status
           WHERE id = $2 AND account_id = $1 AND reblog_of_id IS NULL AND deleted_at IS NULL
          """);
  private static final Query ADD =
      Query.named(
          "albums.add", "INSERT INTO album_item (album_id, status_id, id) VALUES ($1, $2, $3)");
  private static final Query REMOVE =
      Query.named("albums.remove", "DELETE FROM album_item WHERE album_id = $1 AND status_id = $2");

  private final Ids ids;

  AlbumRepository(Ids ids) {
    this.ids = ids;
  }

  /** Empty when it is missing or not for the viewer. */
  Future<Optional<Album>> byId(Sql sql, @Nullable Long viewer, long id) {
    return sql.first(BY_ID, AlbumRepository::album, id, viewer);
  }

  /** Newest first. */
  Future<List<Album>> ofAccount(
      Sql sql, @Nullable Long viewer, long account, Page page, int skipped) {
    return OF_ACCOUNT.list(sql, page, AlbumRepository::album, viewer, account, skipped);
  }

  /** What the viewer may see of an album that is theirs to see; the last that was added first. */
  Future<List<Item>> items(Sql sql, @Nullable Long viewer, long album, Page page, int skipped) {
    return ITEMS.list(sql, page, AlbumRepository::item, viewer, album, skipped);
  }

  /** The first posts of each of these, in their order. */
  Future<List<Item>> firstItems(Sql sql, long viewer, List<Long> albums, int most) {
    return sql.list(
        FIRST_ITEMS, AlbumRepository::item, viewer, albums.toArray(Long[]::new), (long) most);
  }

  /** Empty when the owner has {@code most} albums already. */
  Future<Optional<Long>> insert(Sql tx, long owner, AlbumForm form, int most) {
    long id = ids.next();
    return tx.run(LOCK_OWNER, owner)
        .compose(
            locked ->
                tx.update(
                    INSERT,
                    id,
                    owner,
                    form.title(),
                    form.description(),
                    form.visibility(),
                    (long) most))
        .map(added -> added == 0 ? Optional.empty() : Optional.of(id));
  }

  /** Fails with a violated key where the cover is no post of the album. */
  Future<Integer> update(Sql sql, long owner, long id, AlbumForm form) {
    return sql.update(
        UPDATE,
        owner,
        id,
        form.title(),
        form.description(),
        form.visibility(),
        form.covers(),
        form.cover());
  }

  Future<Integer> delete(Sql sql, long owner, long id) {
    return sql.update(DELETE, owner, id);
  }

  /** Says that an album changed, and keeps others from changing it before the transaction ends. */
  Future<Integer> touch(Sql tx, long owner, long id) {
    return tx.update(TOUCH, owner, id);
  }

  Future<Room> room(Sql tx, long album, long status) {
    return tx.first(
            ROOM, row -> new Room(row.getLong("items"), row.getBoolean("there")), album, status)
        .map(Optional::orElseThrow);
  }

  /** Whether a post of the account can stand in an album; empty when it has no such post. */
  Future<Optional<Boolean>> suitable(Sql tx, long account, long status) {
    return tx.first(SUITABLE, row -> row.getBoolean("suitable"), account, status);
  }

  Future<Integer> add(Sql tx, long album, long status) {
    return tx.update(ADD, album, status, ids.next());
  }

  Future<Integer> remove(Sql tx, long album, long status) {
    return tx.update(REMOVE, album, status);
  }

  private static Item item(Row row) {
    return new Item(row.getLong("album_id"), row.getLong("id"), row.getLong("status_id"));
  }

  private static Album album(Row row) {
    OffsetDateTime published = row.getOffsetDateTime("published_at");
    return new Album(
        row.getLong("id"),
        row.getLong("account_id"),
        row.getString("title"),
        row.getString("description"),
        row.getString("visibility"),
        published == null ? null : published.toInstant(),
        row.getOffsetDateTime("updated_at").toInstant(),
        row.getInteger("size"),
        row.getLong("cover_id"));
  }
}
