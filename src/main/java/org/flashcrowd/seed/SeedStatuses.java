package org.flashcrowd.seed;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.flashcrowd.db.Ids;

/** Writes posts with their photos and tags, and comments on them. */
final class SeedStatuses {
  private static final double PHOTO_SHARE = 0.8;
  private static final double COMMENT_SHARE = 0.5;
  // A comment answers one of the posts just before it, as comments do.
  private static final int RECENT = 200;

  private final SeedPlan plan;
  private final Connection connection;
  private final SeedPhotos photos;
  private final int node;
  private final SplittableRandom random;
  private final Map<String, Long> tags = new HashMap<>();

  SeedStatuses(
      SeedPlan plan, Connection connection, SeedPhotos photos, int node, SplittableRandom random) {
    this.plan = plan;
    this.connection = connection;
    this.photos = photos;
    this.node = node;
    this.random = random;
  }

  /**
   * One post: whose, which picture (none below zero) and which post it answers (none below zero).
   */
  private record Post(int author, int photo, int answered) {}

  /**
   * Writes as many posts as {@code written} has room for.
   *
   * @param accounts their possible authors
   * @param posts counts what each of those wrote
   * @param written receives the ids
   * @param replies counts the comments on each
   */
  void write(long[] accounts, int[] posts, long[] written, int[] replies, SeedProgress progress)
      throws SQLException, IOException {
    int count = written.length;
    Instant start = plan.until().minus(plan.history());
    Timeline ids = new Timeline(node, start, plan.history(), count);
    Post[] made = new Post[count];
    draw(made, accounts.length);
    long[] threads = new long[count];
    Wording wording = new Wording(random.split());
    try (Rows rows =
        Rows.into(
            connection,
            "status (id, account_id, state, visibility, text, language, in_reply_to_id,"
                + " in_reply_to_account_id, conversation_id, media_count, created_at)")) {
      for (int i = 0; i < count; i++) {
        Post post = made[i];
        written[i] = ids.next();
        posts[post.author()]++;
        boolean comment = post.answered() >= 0;
        threads[i] = comment ? threads[post.answered()] : written[i];
        if (comment) {
          replies[post.answered()]++;
        }
        rows.add(
            written[i],
            accounts[post.author()],
            "published",
            visibility(),
            post.photo() >= 0 ? wording.caption(photos.tag(post.photo())) : wording.comment(),
            "en",
            comment ? written[post.answered()] : null,
            comment ? accounts[made[post.answered()].author()] : null,
            threads[i],
            post.photo() >= 0 ? 1 : 0,
            Ids.timeOf(written[i]));
        progress.count(i);
      }
      rows.finish();
    }
    media(made, written, accounts, progress);
    tags(made, written, accounts, progress);
  }

  /** Who posts what, as it comes. Active people post more, though not as unevenly as fame goes. */
  private void draw(Post[] made, int accounts) {
    for (int i = 0; i < made.length; i++) {
      int author = (int) (Math.pow(random.nextDouble(), 2) * accounts);
      boolean photo = random.nextDouble() < PHOTO_SHARE;
      boolean comment = !photo && i > 0 && random.nextDouble() < COMMENT_SHARE;
      made[i] =
          new Post(
              author,
              photo ? random.nextInt(plan.photos()) : -1,
              comment ? i - 1 - random.nextInt(Math.min(i, RECENT)) : -1);
    }
  }

  private String visibility() {
    int draw = random.nextInt(100);
    return draw < 90 ? "public" : draw < 95 ? "unlisted" : "private";
  }

  private void media(Post[] made, long[] ids, long[] accounts, SeedProgress progress)
      throws SQLException, IOException {
    progress.step("photos of statuses");
    try (Rows rows = Rows.into(connection, SeedPhotos.TARGET)) {
      for (int i = 0; i < made.length; i++) {
        if (made[i].photo() >= 0) {
          photos.add(rows, made[i].photo(), accounts[made[i].author()], ids[i]);
          progress.count(i);
        }
      }
      rows.finish();
    }
  }

  private void tags(Post[] made, long[] ids, long[] accounts, SeedProgress progress)
      throws SQLException {
    progress.step("tags");
    for (String name : new TreeSet<>(photos.tags())) {
      tags.put(name, tag(name));
    }
    try (Rows rows = Rows.into(connection, "status_tag (tag_id, status_id, account_id)")) {
      for (int i = 0; i < made.length; i++) {
        if (made[i].photo() >= 0) {
          rows.add(tags.get(photos.tag(made[i].photo())), ids[i], accounts[made[i].author()]);
        }
      }
      rows.finish();
    }
  }

  private long tag(String name) throws SQLException {
    long id = new Timeline(node, plan.until(), java.time.Duration.ZERO, 1).next() + tags.size();
    try (Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                "INSERT INTO tag (id, name) VALUES (%d, '%s')".formatted(id, name)
                    + " ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id")) {
      row.next();
      return row.getLong(1);
    }
  }
}
