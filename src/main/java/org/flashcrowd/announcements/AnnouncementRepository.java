package org.flashcrowd.announcements;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The statements of announcements. */
final class AnnouncementRepository {
  /** How many are shown at once, and how many there may be that are not over. */
  static final int MOST = 50;

  private static final String NOT_OVER =
      "(a.ends_at IS NULL OR a.ends_at + CASE WHEN a.all_day THEN interval '1 day'"
          + " ELSE interval '0' END > now())";
  // A handful of rows; none of these statements needs an index.
  private static final Query ACTIVE =
      Query.named(
          "announcements.active",
          """
          SELECT a.*, EXISTS (SELECT FROM announcement_dismissal d
                               WHERE d.announcement_id = a.id AND d.account_id = $1) AS read
            FROM announcement a
           WHERE %s AND ($2::bigint IS NULL OR a.id = $2)
           ORDER BY a.id LIMIT %d
          """
              .formatted(NOT_OVER, MOST));
  private static final Query ALL =
      Query.named(
          "announcements.all",
          "SELECT a.*, false AS read FROM announcement a ORDER BY a.id DESC LIMIT 200");
  private static final Query COUNT =
      Query.named("announcements.count", "SELECT count(*) FROM announcement a WHERE " + NOT_OVER);
  private static final Query INSERT =
      Query.named(
          "announcements.insert",
          """
          INSERT INTO announcement (id, text, starts_at, ends_at, all_day)
          VALUES ($1, $2, $3, $4, $5)
          """);
  private static final Query DELETE =
      Query.named("announcements.delete", "DELETE FROM announcement WHERE id = $1");
  private static final Query REACTIONS =
      Query.named(
          "announcements.reactions",
          """
          SELECT c.announcement_id, c.name, c.reactions,
                 EXISTS (SELECT FROM announcement_reaction r
                          WHERE r.announcement_id = c.announcement_id AND r.name = c.name
                            AND r.account_id = $2) AS me
            FROM announcement_reaction_count c
           WHERE c.announcement_id = ANY ($1) AND c.reactions > 0
           ORDER BY c.id
          """);
  private static final Query DISMISS =
      Query.named(
          "announcements.dismiss",
          """
          INSERT INTO announcement_dismissal (announcement_id, account_id)
          SELECT a.id, $2 FROM announcement a WHERE a.id = $1
          ON CONFLICT (announcement_id, account_id) DO UPDATE SET account_id = excluded.account_id
          """);
  // One reaction to an announcement at a time, so that their kinds can be bounded.
  private static final Query LOCK =
      Query.named(
          "announcements.lock",
          "SELECT a.id FROM announcement a WHERE a.id = $1 AND " + NOT_OVER + " FOR NO KEY UPDATE");
  private static final Query REACT =
      Query.named(
          "announcements.react",
          """
          INSERT INTO announcement_reaction (announcement_id, name, account_id, id)
          VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
          """);
  private static final Query UNREACT =
      Query.named(
          "announcements.unreact",
          """
          DELETE FROM announcement_reaction
           WHERE announcement_id = $1 AND name = $2 AND account_id = $3
          """);
  private static final Query CHANGE_COUNT =
      Query.named(
          "announcements.change-count",
          """
          INSERT INTO announcement_reaction_count AS c (announcement_id, name, id, reactions)
          VALUES ($1, $2, $3, greatest($4, 0))
          ON CONFLICT (announcement_id, name) DO UPDATE
            SET reactions = c.reactions + $4,
                id = CASE WHEN c.reactions = 0 THEN excluded.id ELSE c.id END
          RETURNING c.reactions
          """);
  private static final Query KINDS =
      Query.named(
          "announcements.kinds",
          """
          SELECT count(*) FROM announcement_reaction_count
           WHERE announcement_id = $1 AND reactions > 0
          """);

  private AnnouncementRepository() {}

  /** One as it is stored, and whether somebody dismissed it. */
  record Stored(
      long id,
      String text,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      boolean allDay,
      Instant publishedAt,
      boolean read) {}

  /** How many gave one reaction, and whether somebody did. */
  record Reacted(long announcement, String name, int count, boolean me) {}

  /**
   * @param only one of them; null for all
   */
  static Future<List<Stored>> active(Sql sql, @Nullable Long viewer, @Nullable Long only) {
    return sql.list(ACTIVE, AnnouncementRepository::stored, viewer, only);
  }

  /** The newest first, those that are over too. */
  static Future<List<Stored>> all(Sql sql) {
    return sql.list(ALL, AnnouncementRepository::stored);
  }

  static Future<Long> count(Sql sql) {
    return sql.first(COUNT, row -> row.getLong(0)).map(Optional::orElseThrow);
  }

  static Future<Void> insert(Sql tx, long id, NewAnnouncement announcement) {
    return tx.run(
            INSERT,
            id,
            announcement.text(),
            time(announcement.startsAt()),
            time(announcement.endsAt()),
            announcement.allDay())
        .mapEmpty();
  }

  static Future<Boolean> delete(Sql tx, long id) {
    return tx.update(DELETE, id).map(deleted -> deleted > 0);
  }

  static Future<List<Reacted>> reactions(
      Sql sql, Collection<Long> announcements, @Nullable Long viewer) {
    return sql.list(
        REACTIONS,
        row ->
            new Reacted(
                row.getLong("announcement_id"),
                row.getString("name"),
                row.getInteger("reactions"),
                row.getBoolean("me")),
        announcements.toArray(Long[]::new),
        viewer);
  }

  /** False when there is no such announcement. */
  static Future<Boolean> dismiss(Sql sql, long id, long account) {
    return sql.update(DISMISS, id, account).map(rows -> rows > 0);
  }

  /** False when there is no such announcement. */
  static Future<Boolean> lock(Sql tx, long id) {
    return tx.first(LOCK, row -> row.getLong(0), id).map(Optional::isPresent);
  }

  static Future<Boolean> react(Sql tx, long id, String name, long account, long reaction) {
    return tx.update(REACT, id, name, account, reaction).map(rows -> rows > 0);
  }

  static Future<Boolean> unreact(Sql tx, long id, String name, long account) {
    return tx.update(UNREACT, id, name, account).map(rows -> rows > 0);
  }

  /** Answers the count afterwards. */
  static Future<Integer> changeCount(Sql tx, long id, String name, long reaction, int by) {
    return tx.first(CHANGE_COUNT, row -> row.getInteger(0), id, name, reaction, by)
        .map(Optional::orElseThrow);
  }

  static Future<Long> kinds(Sql tx, long id) {
    return tx.first(KINDS, row -> row.getLong(0), id).map(Optional::orElseThrow);
  }

  private static Stored stored(Row row) {
    return new Stored(
        row.getLong("id"),
        row.getString("text"),
        instant(row.getOffsetDateTime("starts_at")),
        instant(row.getOffsetDateTime("ends_at")),
        row.getBoolean("all_day"),
        row.getOffsetDateTime("published_at").toInstant(),
        row.getBoolean("read"));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }
}
