package org.flashcrowd.search;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** Reads posts as they are indexed, and writes the index. */
final class IndexRepository {
  // Posts are locked against deletion, so that the index's rows find theirs.
  private static final Query POSTS =
      Query.named(
          "search.posts",
          """
          SELECT s.id, s.account_id, s.text, s.spoiler_text, s.language, s.sensitive,
                 s.visibility = 'public' AS public, s.media_count,
                 s.in_reply_to_account_id IS NOT NULL AS reply,
                 ARRAY (SELECT m.description FROM media m
                         WHERE m.status_id = s.id AND m.description <> '' ORDER BY m.position)
                   AS descriptions,
                 ARRAY (SELECT t.name FROM status_tag u JOIN tag t ON t.id = u.tag_id
                         WHERE u.status_id = s.id) AS tags,
                 ARRAY (SELECT m.account_id FROM mention m WHERE m.status_id = s.id) AS mentions
            FROM status s
           WHERE s.id = ANY ($1) AND s.state = 'published' AND s.reblog_of_id IS NULL
             AND s.deleted_at IS NULL
             FOR KEY SHARE OF s
          """);
  private static final Query WRITE =
      Query.named(
          "search.write",
          """
          INSERT INTO status_search (status_id, words)
          SELECT id, words::tsvector FROM unnest($1::bigint[], $2::text[]) post (id, words)
              ON CONFLICT (status_id) DO UPDATE SET words = excluded.words
          """);
  private static final Query MISSING =
      Query.named(
          "search.missing",
          """
          SELECT s.id FROM status s
           WHERE s.id < $1 AND s.state = 'published' AND s.reblog_of_id IS NULL
             AND s.deleted_at IS NULL
             AND NOT EXISTS (SELECT FROM status_search x WHERE x.status_id = s.id)
           ORDER BY s.id DESC
           LIMIT $2
          """);

  /** Those of these posts that are out, in no order. */
  Future<List<PostDocument>> posts(Sql tx, List<Long> ids) {
    return tx.list(POSTS, IndexRepository::document, (Object) ids.toArray(Long[]::new));
  }

  private static PostDocument document(Row row) {
    List<String> texts = new ArrayList<>();
    texts.add(row.getString("spoiler_text"));
    texts.add(row.getString("text"));
    Collections.addAll(texts, row.getArrayOfStrings("descriptions"));
    return new PostDocument(
        row.getLong("id"),
        row.getLong("account_id"),
        texts,
        Arrays.asList(row.getArrayOfStrings("tags")),
        Arrays.asList(row.getArrayOfLongs("mentions")),
        row.getString("language"),
        new PostDocument.Traits(
            row.getBoolean("public"),
            row.getShort("media_count") > 0,
            row.getBoolean("reply"),
            row.getBoolean("sensitive")));
  }

  Future<Integer> write(Sql tx, List<PostDocument> posts) {
    return tx.update(
        WRITE,
        posts.stream().map(PostDocument::id).toArray(Long[]::new),
        posts.stream().map(PostDocument::vector).toArray(String[]::new));
  }

  /** The newest published posts below an id that are not in the index, newest first. */
  Future<List<Long>> missing(Sql tx, long before, int limit) {
    return tx.list(MISSING, row -> row.getLong("id"), before, limit);
  }
}
