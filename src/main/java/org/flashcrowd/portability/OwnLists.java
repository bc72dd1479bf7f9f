package org.flashcrowd.portability;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.function.BiFunction;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/**
 * The lists in an archive, in the files and columns that Mastodon writes and reads, so that they
 * can be taken there. Each is read a page at a time.
 *
 * @param file its name
 * @param header its first line; empty for none
 */
record OwnLists(
    String file, String header, Query query, BiFunction<Row, OwnLists.Place, String> line) {
  private static final int PAGE = 500;

  /** Where this is: how addresses and posts are named to others. */
  record Place(String host, String publicUrl) {
    String address(Row row) {
      return row.getString("username") + "@" + host;
    }
  }

  /** Lines, and where the next page begins. */
  record Part(String lines, long after, boolean last) {}

  static final List<OwnLists> ALL =
      List.of(
          new OwnLists(
              "following_accounts.csv",
              Csv.line("Account address", "Show boosts", "Notify on new posts", "Languages"),
              Query.named(
                  "portability.following",
                  """
                  SELECT f.target_id AS key, a.username, f.show_reblogs, f.notify, f.languages
                    FROM follow f JOIN account a ON a.id = f.target_id
                   WHERE f.account_id = $1 AND f.target_id > $2 ORDER BY f.target_id LIMIT $3
                  """),
              (row, place) ->
                  Csv.line(
                      place.address(row),
                      String.valueOf(row.getBoolean("show_reblogs")),
                      String.valueOf(row.getBoolean("notify")),
                      languages(row.getArrayOfStrings("languages")))),
          new OwnLists(
              "muted_accounts.csv",
              Csv.line("Account address", "Hide notifications"),
              Query.named(
                  "portability.muted",
                  """
                  SELECT m.target_id AS key, a.username, m.notifications
                    FROM mute m JOIN account a ON a.id = m.target_id
                   WHERE m.account_id = $1 AND m.target_id > $2 ORDER BY m.target_id LIMIT $3
                  """),
              (row, place) ->
                  Csv.line(place.address(row), String.valueOf(row.getBoolean("notifications")))),
          new OwnLists(
              "blocked_accounts.csv",
              "",
              Query.named(
                  "portability.blocked",
                  """
                  SELECT b.target_id AS key, a.username
                    FROM block b JOIN account a ON a.id = b.target_id
                   WHERE b.account_id = $1 AND b.target_id > $2 ORDER BY b.target_id LIMIT $3
                  """),
              (row, place) -> Csv.line(place.address(row))),
          new OwnLists(
              "lists.csv",
              "",
              Query.named(
                  "portability.lists",
                  """
                  SELECT m.id AS key, l.title, a.username
                    FROM list_member m
                    JOIN list l ON l.id = m.list_id
                    JOIN account a ON a.id = m.target_id
                   WHERE m.account_id = $1 AND m.id > $2 ORDER BY m.id LIMIT $3
                  """),
              (row, place) -> Csv.line(row.getString("title"), place.address(row))),
          new OwnLists(
              "bookmarks.csv",
              "",
              Query.named(
                  "portability.bookmarks",
                  """
                  SELECT b.id AS key, s.id AS status_id, a.username
                    FROM bookmark b
                    JOIN status s ON s.id = b.status_id
                    JOIN account a ON a.id = s.account_id
                   WHERE b.account_id = $1 AND b.id > $2 ORDER BY b.id LIMIT $3
                  """),
              (row, place) ->
                  Csv.line(
                      "%s/@%s/%d"
                          .formatted(
                              place.publicUrl(),
                              row.getString("username"),
                              row.getLong("status_id")))));

  private static String languages(String @Nullable [] codes) {
    return codes == null ? "" : String.join(", ", codes);
  }

  /** The lines after a key. */
  Future<Part> part(Sql sql, long account, long after, Place place) {
    return sql.run(query, account, after, PAGE)
        .map(
            rows -> {
              StringBuilder lines = new StringBuilder();
              long last = after;
              for (Row row : rows) {
                lines.append(line.apply(row, place));
                last = row.getLong("key");
              }
              return new Part(lines.toString(), last, rows.size() < PAGE);
            });
  }
}
