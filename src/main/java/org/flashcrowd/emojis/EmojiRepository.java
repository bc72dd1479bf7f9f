package org.flashcrowd.emojis;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.media.SmallPictures;
import org.jspecify.annotations.Nullable;

/** The rows of custom emojis. */
final class EmojiRepository {
  static final int MOST = 2_000;
  private static final Query ALL =
      Query.named(
          "emojis.all",
          """
          SELECT shortcode, key, file, still, category FROM emoji
           ORDER BY category NULLS FIRST, shortcode LIMIT %d
          """
              .formatted(MOST));
  // Operators only, and few: one at a time, so that their number can be bounded.
  private static final Query LOCK =
      Query.named("emojis.lock", "LOCK TABLE emoji IN SHARE ROW EXCLUSIVE MODE");
  private static final Query COUNT = Query.named("emojis.count", "SELECT count(*) FROM emoji");
  private static final Query INSERT =
      Query.named(
          "emojis.insert",
          """
          INSERT INTO emoji (shortcode, key, file, still, category) VALUES ($1, $2, $3, $4, $5)
          ON CONFLICT DO NOTHING
          """);
  private static final Query DELETE =
      Query.named("emojis.delete", "DELETE FROM emoji WHERE shortcode = $1 RETURNING key");

  private EmojiRepository() {}

  /** One emoji with its files. */
  record Stored(String shortcode, SmallPictures.Kept picture, @Nullable String category) {}

  static Future<List<Stored>> all(Sql sql) {
    return sql.list(ALL, EmojiRepository::stored);
  }

  private static Stored stored(Row row) {
    return new Stored(
        row.getString("shortcode"),
        new SmallPictures.Kept(row.getString("key"), row.getString("file"), row.getString("still")),
        row.getString("category"));
  }

  /** How many there are; nobody else adds any before the transaction ends. */
  static Future<Long> lockedCount(Sql tx) {
    return tx.run(LOCK)
        .compose(locked -> tx.first(COUNT, row -> row.getLong(0)))
        .map(Optional::orElseThrow);
  }

  /** False when the shortcode is taken. */
  static Future<Boolean> insert(Sql tx, Stored emoji) {
    return tx.update(
            INSERT,
            emoji.shortcode(),
            emoji.picture().key(),
            emoji.picture().file(),
            emoji.picture().still(),
            emoji.category())
        .map(inserted -> inserted > 0);
  }

  /** The key of its files; empty when there is none. */
  static Future<Optional<String>> delete(Sql sql, String shortcode) {
    return sql.first(DELETE, row -> row.getString("key"), shortcode);
  }
}
