package org.flashcrowd.seed;

import java.io.IOException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.flashcrowd.db.Ids;

/**
 * Fills a database and a media folder with made-up people, photos, posts and favourites, by COPY.
 * Attention is shared out as it is in life: few are followed by many. Blocking.
 *
 * <p>One transaction: either all of the rows are there or none. What was there before stays.
 */
public final class Seeder {
  private static final Duration JOINING = Duration.ofDays(365);

  private final SeedPlan plan;
  private final Connection connection;
  private final SeedPhotos photos;
  private final String passwordHash;
  private final SeedProgress progress;

  // Each step draws from a stream of its own: one made longer changes nothing in the others.
  private final SplittableRandom random;
  private final int node;

  private final long[] accounts;
  private final int[] followers;
  private final int[] following;
  private final int[] posts;
  private final long[] statuses;
  private final int[] replies;
  private final int[] favourites;

  /**
   * @param connection to a migrated database, used for nothing else meanwhile
   * @param photos where pictures go
   * @param passwordHash with which all of these people sign in
   * @param out where progress is told
   */
  public Seeder(
      SeedPlan plan, Connection connection, SeedPhotos photos, String passwordHash, PrintWriter out)
      throws SQLException {
    this.plan = plan;
    this.connection = connection;
    this.photos = photos;
    this.passwordHash = passwordHash;
    this.progress = new SeedProgress(out);
    this.random = new SplittableRandom(plan.number());
    connection.setAutoCommit(false);
    this.node = SeedNode.claim(connection);
    this.accounts = new long[plan.accounts()];
    this.followers = new int[plan.accounts()];
    this.following = new int[plan.accounts()];
    this.posts = new int[plan.accounts()];
    this.statuses = new long[plan.statuses()];
    this.replies = new int[plan.statuses()];
    this.favourites = new int[plan.statuses()];
  }

  public void run() throws SQLException, IOException {
    photos.paint(plan.photos(), progress);
    accounts();
    follows();
    statuses();
    favourites();
    stats();
    activity();
    progress.step("committing");
    connection.commit();
    try (Statement sql = connection.createStatement()) {
      connection.setAutoCommit(true);
      progress.step("analyzing");
      sql.execute("ANALYZE");
    }
    progress.done();
  }

  private void accounts() throws SQLException {
    progress.step("accounts");
    Wording wording = new Wording(random.split());
    Instant first = plan.until().minus(plan.history()).minus(JOINING);
    Timeline ids = new Timeline(node, first, JOINING, accounts.length);
    int offset = existingAccounts();
    try (Rows rows =
        Rows.into(connection, "account (id, username, display_name, note, created_at)")) {
      for (int i = 0; i < accounts.length; i++) {
        Wording.Person person = wording.person(offset + i);
        accounts[i] = ids.next();
        rows.add(
            accounts[i], person.handle(), person.name(), person.bio(), Ids.timeOf(accounts[i]));
        progress.count(i);
      }
      rows.finish();
    }
    try (Rows rows =
        Rows.into(
            connection,
            "credential (account_id, email, password_hash, confirmed_at, approved_at)")) {
      for (int i = 0; i < accounts.length; i++) {
        String email = "seed" + (offset + i) + "@seed.example";
        rows.add(accounts[i], email, passwordHash, plan.until(), plan.until());
      }
      rows.finish();
    }
  }

  /** A second seeding continues the names where the first one ended. */
  private int existingAccounts() throws SQLException {
    try (Statement sql = connection.createStatement();
        ResultSet row =
            sql.executeQuery(
                "SELECT count(*) FROM credential WHERE email LIKE 'seed%@seed.example'")) {
      row.next();
      return row.getInt(1);
    }
  }

  private void follows() throws SQLException {
    progress.step("follows");
    SplittableRandom draw = random.split();
    HeavyTail popularity = new HeavyTail(accounts.length);
    Instant start = plan.until().minus(plan.history());
    long edges = (long) accounts.length * plan.follows();
    Timeline ids = new Timeline(node, start, plan.history(), (int) Math.min(edges, 1 << 30));
    int[] lastFollower = new int[accounts.length];
    Arrays.fill(lastFollower, -1);
    try (Rows rows = Rows.into(connection, "follow (account_id, target_id, id)")) {
      long written = 0;
      for (int follower = 0; follower < accounts.length; follower++) {
        int wanted = plan.follows() == 0 ? 0 : 1 + draw.nextInt(2 * plan.follows());
        for (int i = 0; i < wanted; i++) {
          int target = popularity.draw(draw);
          if (target != follower && lastFollower[target] != follower) {
            lastFollower[target] = follower;
            followers[target]++;
            following[follower]++;
            rows.add(accounts[follower], accounts[target], ids.next());
            progress.count(written++);
          }
        }
      }
      rows.finish();
    }
  }

  private void statuses() throws SQLException, IOException {
    progress.step("statuses");
    SeedStatuses writer = new SeedStatuses(plan, connection, photos, node, random.split());
    writer.write(accounts, posts, statuses, replies, progress);
    new SeedSearch(connection).write(statuses, progress);
  }

  private void favourites() throws SQLException {
    progress.step("favourites");
    SplittableRandom draw = random.split();
    if (statuses.length == 0 || plan.favourites() == 0) {
      return;
    }
    HeavyTail popularity = new HeavyTail(statuses.length);
    // Ranks are shuffled over time, so that what is popular is not simply what is oldest.
    int stride = coprime(statuses.length);
    long wanted = (long) statuses.length * plan.favourites();
    Timeline ids =
        new Timeline(
            node,
            plan.until().minus(plan.history()),
            plan.history(),
            (int) Math.min(wanted, 1 << 30));
    int[] nextFan = new int[statuses.length];
    try (Rows rows = Rows.into(connection, "favourite (account_id, status_id, id)")) {
      for (long i = 0; i < wanted; i++) {
        int status = (int) ((long) popularity.draw(draw) * stride % statuses.length);
        // Fans of one post come in the order of a fixed shuffle: nobody twice.
        if (nextFan[status] < accounts.length) {
          int fan =
              (int)
                  ((status * 31L + (long) nextFan[status]++ * coprime(accounts.length))
                      % accounts.length);
          rows.add(accounts[fan], statuses[status], ids.next());
          favourites[status]++;
          progress.count(i);
        }
      }
      rows.finish();
    }
  }

  /** A step through 0 … size - 1 that visits each once: golden section, made coprime. */
  static int coprime(int size) {
    int step = Math.max(1, (int) (size * 0.618));
    while (gcd(step, size) != 1) {
      step++;
    }
    return step;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  private void stats() throws SQLException {
    progress.step("counters");
    try (Rows rows =
        Rows.into(
            connection,
            "account_stats (account_id, followers_count, following_count, statuses_count,"
                + " last_seen_at)")) {
      for (int i = 0; i < accounts.length; i++) {
        rows.add(accounts[i], followers[i], following[i], posts[i], plan.until());
      }
      rows.finish();
    }
    try (Rows rows =
        Rows.into(connection, "status_stats (status_id, favourites_count, replies_count)")) {
      for (int i = 0; i < statuses.length; i++) {
        rows.add(statuses[i], favourites[i], replies[i]);
      }
      rows.finish();
    }
  }

  /** When people posted last and which tags were used when: what is popular follows from these. */
  private void activity() throws SQLException {
    progress.step("activity");
    try (Statement sql = connection.createStatement()) {
      sql.execute(
          """
          UPDATE account_stats c SET last_status_at = l.at
            FROM (SELECT account_id, max(created_at) AS at FROM status
                   WHERE visibility IN ('public', 'unlisted') GROUP BY account_id) l
           WHERE l.account_id = c.account_id AND c.last_status_at IS DISTINCT FROM l.at
          """);
      sql.execute(
          """
          INSERT INTO tag_use (status_id, tag_id, account_id, day)
          SELECT s.id, t.tag_id, s.account_id, (s.created_at AT TIME ZONE 'UTC')::date
            FROM status_tag t
            JOIN status s ON s.id = t.status_id
            JOIN account a ON a.id = s.account_id
           WHERE a.silenced_at IS NULL AND a.suspended_at IS NULL AND s.visibility = 'public' AND s.state = 'published'
              ON CONFLICT DO NOTHING
          """);
      sql.execute(
          """
          INSERT INTO tag_day (tag_id, day, uses, accounts)
          SELECT tag_id, day, count(*), count(DISTINCT account_id) FROM tag_use GROUP BY tag_id, day
              ON CONFLICT (tag_id, day)
                 DO UPDATE SET uses = excluded.uses, accounts = excluded.accounts
          """);
    }
  }
}
