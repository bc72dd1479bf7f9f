package org.flashcrowd.statuses;

import io.vertx.sqlclient.Row;
import java.util.List;

/** What a statement selects of what a viewer has to do with a post, called {@code s}. */
final class OwnColumns {
  // What a viewer has to do with s. What there may be much of is no EXISTS: of those PostgreSQL may
  // make one scan of all that the viewer has ever liked, at every page, because most like little.
  private static final String OF_ANY =
      """
      s.account_id = :viewer AND s.reblog_of_id IS NULL AND s.visibility <> 'direct' AS pinnable,
      EXISTS (SELECT FROM status_pin p
               WHERE p.account_id = :viewer AND p.status_id = s.id) AS pinned,
      EXISTS (SELECT FROM conversation_mute c
               WHERE c.account_id = :viewer
                 AND c.conversation_id =
                     CASE WHEN s.reblog_of_id IS NULL THEN s.conversation_id
                          ELSE (SELECT o.conversation_id FROM status o
                                 WHERE o.id = s.reblog_of_id) END) AS muted,
      (SELECT true FROM favourite f
               WHERE f.account_id = :viewer
                 AND f.status_id = coalesce(s.reblog_of_id, s.id)) IS NOT NULL AS favourited,
      (SELECT true FROM bookmark b
               WHERE b.account_id = :viewer
                 AND b.status_id = coalesce(s.reblog_of_id, s.id)) IS NOT NULL AS bookmarked,
      (SELECT true FROM status r
               WHERE r.reblog_of_id = coalesce(s.reblog_of_id, s.id)
                 AND r.account_id = :viewer) IS NOT NULL AS reblogged
      """;
  // The same of s where it is no boost.
  private static final String OF_POST =
      """
      s.account_id = :viewer AND s.visibility <> 'direct' AS pinnable,
      EXISTS (SELECT FROM status_pin p
               WHERE p.account_id = :viewer AND p.status_id = s.id) AS pinned,
      EXISTS (SELECT FROM conversation_mute c
               WHERE c.account_id = :viewer AND c.conversation_id = s.conversation_id) AS muted,
      (SELECT true FROM favourite f
               WHERE f.account_id = :viewer AND f.status_id = s.id) IS NOT NULL AS favourited,
      (SELECT true FROM bookmark b
               WHERE b.account_id = :viewer AND b.status_id = s.id) IS NOT NULL AS bookmarked,
      (SELECT true FROM status r
               WHERE r.reblog_of_id = s.id AND r.account_id = :viewer) IS NOT NULL AS reblogged
      """;

  private OwnColumns() {}

  /**
   * Of a post or a boost.
   *
   * @param viewer how the statement names the viewer
   */
  static String of(String viewer) {
    return OF_ANY.replace(":viewer", viewer);
  }

  /** The same of what is no boost. */
  static String ofPost(String viewer) {
    return OF_POST.replace(":viewer", viewer);
  }

  /**
   * Reads them, by their places.
   *
   * @param at the place of the first
   */
  static StatusView.Own read(Row row, int at) {
    boolean pinnable = row.getBoolean(at);
    return new StatusView.Own(
        /* favourited= */ row.getBoolean(at + 3),
        /* reblogged= */ row.getBoolean(at + 5),
        /* muted= */ row.getBoolean(at + 2),
        /* bookmarked= */ row.getBoolean(at + 4),
        pinnable ? row.getBoolean(at + 1) : null,
        /* filtered= */ List.of());
  }
}
