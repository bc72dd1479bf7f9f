package org.flashcrowd.seed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.flashcrowd.search.PostDocument;

/** Writes the made-up posts into the index of the search, as its workers would. */
final class SeedSearch {
  private static final int RUN = 5_000;
  private static final String POSTS =
      """
      SELECT s.id, s.account_id, s.text, s.language, s.visibility = 'public' AS public,
             s.media_count > 0 AS media, s.in_reply_to_id IS NOT NULL AS reply,
             ARRAY (SELECT t.name FROM status_tag u JOIN tag t ON t.id = u.tag_id
                     WHERE u.status_id = s.id) AS tags
        FROM status s
       WHERE s.id = ANY (?)
      """;

  private final Connection connection;

  SeedSearch(Connection connection) {
    this.connection = connection;
  }

  /** Indexes these posts: a run is read, then written. */
  void write(long[] statuses, SeedProgress progress) throws SQLException {
    progress.step("search");
    for (int start = 0; start < statuses.length; start += RUN) {
      int end = Math.min(start + RUN, statuses.length);
      List<PostDocument> posts = read(Arrays.copyOfRange(statuses, start, end));
      try (Rows rows = Rows.into(connection, "status_search (status_id, words)")) {
        for (PostDocument post : posts) {
          rows.add(post.id(), post.vector());
        }
        rows.finish();
      }
      progress.count(end);
    }
  }

  private List<PostDocument> read(long[] ids) throws SQLException {
    List<PostDocument> posts = new ArrayList<>(RUN);
    try (PreparedStatement sql = connection.prepareStatement(POSTS)) {
      sql.setArray(1, connection.createArrayOf("bigint", Arrays.stream(ids).boxed().toArray()));
      try (ResultSet row = sql.executeQuery()) {
        while (row.next()) {
          posts.add(post(row));
        }
      }
    }
    return posts;
  }

  private static PostDocument post(ResultSet row) throws SQLException {
    return new PostDocument(
        row.getLong("id"),
        row.getLong("account_id"),
        List.of(row.getString("text")),
        Arrays.asList((String[]) row.getArray("tags").getArray()),
        List.of(),
        row.getString("language"),
        new PostDocument.Traits(
            row.getBoolean("public"),
            row.getBoolean("media"),
            row.getBoolean("reply"),
            /* sensitive= */ false));
  }
}
