package org.flashcrowd.timelines;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.Query;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.testing.TestDatabase;

/** Accounts, follows and posts as rows, and the workers of feeds on top; blocking, for tests. */
final class FeedWorld implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 30;

  private final TestDatabase rows = TestDatabase.fresh();
  private final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Config.Feeds settings;
  final Database database;
  final Jobs jobs;
  final FeedRepository feeds;
  final PulledAuthors pulled;
  final FanOut fanOut;
  final FeedUpkeep upkeep;
  final TagFeeds tagFeeds;
  final HomeReader reader;
  final ListTimelines lists;

  /** Followers beyond which an author is pulled at present; the setting unless a test says. */
  volatile int pullThreshold;

  private long lastStatus = 1_000;
  private long lastId = 1;

  /**
   * @param changed settings as environment variables, without {@code FLASHCROWD_FEEDS_}
   */
  FeedWorld(Map<String, String> changed) {
    Map<String, String> environment = new HashMap<>();
    changed.forEach((name, value) -> environment.put("FLASHCROWD_FEEDS_" + name, value));
    Config config = Config.load(null, environment);
    this.settings = config.feeds();
    this.database = Database.open(vertx, rows.uri(), config.database(), registry);
    this.jobs = new Jobs(vertx, database, FeedJobs.ALL, config.jobs());
    this.feeds = new FeedRepository(database, settings);
    FeedMeters meters = new FeedMeters(registry);
    this.pullThreshold = settings.pullThreshold();
    FollowerWalk walk = new FollowerWalk(settings.chunk());
    this.pulled =
        new PulledAuthors(database, jobs, walk, settings.pullThreshold(), () -> pullThreshold);
    this.fanOut = new FanOut(database, jobs, feeds, walk, pulled, meters, Clock.systemUTC());
    this.upkeep = new FeedUpkeep(database, jobs, feeds, walk);
    this.tagFeeds = new TagFeeds(database, jobs, settings);
    this.reader = new HomeReader(database, jobs, feeds, meters);
    this.lists = new ListTimelines(database);
  }

  String uri() {
    return rows.uri();
  }

  /** An account with a feed that is kept. */
  long account(String name) {
    long id = ++lastId;
    run("INSERT INTO account (id, username) VALUES ($1, $2)", id, name);
    run("INSERT INTO account_stats (account_id) VALUES ($1)", id);
    run(
        "INSERT INTO home_feed_state (account_id, kept_until, built_at) VALUES ($1, now() +"
            + " interval '30 days', now())",
        id);
    return id;
  }

  void follow(long account, long target) {
    run(
        "INSERT INTO follow (account_id, target_id, id) VALUES ($1, $2, $3)",
        account,
        target,
        ++lastId);
    run(
        "UPDATE account_stats SET followers_count = followers_count + 1 WHERE account_id = $1",
        target);
  }

  void block(long account, long target) {
    run(
        "INSERT INTO block (account_id, target_id, id) VALUES ($1, $2, $3)",
        account,
        target,
        ++lastId);
  }

  void mute(long account, long target) {
    run(
        "INSERT INTO mute (account_id, target_id, id) VALUES ($1, $2, $3)",
        account,
        target,
        ++lastId);
  }

  long list(long owner, String repliesPolicy, boolean exclusive) {
    long id = ++lastId;
    run(
        "INSERT INTO list (id, account_id, title, replies_policy, exclusive) VALUES ($1, $2, 'a"
            + " list', $3, $4)",
        id,
        owner,
        repliesPolicy,
        exclusive);
    return id;
  }

  /** Puts somebody whom {@code owner} follows on a list. */
  void member(long list, long owner, long member) {
    run(
        "INSERT INTO list_member (list_id, account_id, target_id, id) VALUES ($1, $2, $3, $4)",
        list,
        owner,
        member,
        ++lastId);
  }

  long tag() {
    long id = ++lastId;
    run("INSERT INTO tag (id, name) VALUES ($1, 'tag' || $1::bigint)", id);
    return id;
  }

  void followTag(long account, long tag) {
    run(
        "INSERT INTO tag_follow (account_id, tag_id, id) VALUES ($1, $2, $3)",
        account,
        tag,
        ++lastId);
  }

  /** Gives a post a tag. */
  long tagged(long status, long tag) {
    run(
        "INSERT INTO status_tag (tag_id, status_id, account_id) SELECT $1, id, account_id FROM"
            + " status WHERE id = $2",
        tag,
        status);
    return status;
  }

  void mention(long status, long account) {
    run("INSERT INTO mention (status_id, account_id) VALUES ($1, $2)", status, account);
  }

  long post(long author) {
    return post(author, "public");
  }

  long post(long author, String visibility) {
    long id = ++lastStatus;
    run(
        "INSERT INTO status (id, account_id, state, visibility) VALUES ($1, $2, 'published',"
            + " $3::text::visibility)",
        id,
        author,
        visibility);
    return id;
  }

  long reply(long author, long to) {
    long id = post(author);
    run(
        "UPDATE status SET in_reply_to_id = $2, in_reply_to_account_id = (SELECT account_id FROM"
            + " status WHERE id = $2) WHERE id = $1",
        id,
        to);
    return id;
  }

  long boost(long author, long original) {
    long id = post(author);
    run("UPDATE status SET reblog_of_id = $2 WHERE id = $1", id, original);
    return id;
  }

  /** Announces a post to the fan-out, as its publication does, and does all the work. */
  void publish(long status) {
    await(fanOut.start(published(status)));
    chunks(FeedJobs.FAN_OUT_CHUNK).forEach(chunk -> await(fanOut.chunk(chunk)));
    await(tagFeeds.start(published(status)));
    chunks(FeedJobs.FAN_OUT_TAGS_CHUNK).forEach(chunk -> await(tagFeeds.chunk(chunk)));
    run("DELETE FROM job");
  }

  Job published(long status) {
    Row row =
        row(
            "SELECT account_id, visibility::text, reblog_of_id, in_reply_to_id FROM status WHERE id"
                + " = $1",
            status);
    return job(
        FeedJobs.FAN_OUT,
        new JsonObject()
            .put("status", status)
            .put("account", row.getLong("account_id"))
            .put("visibility", row.getString("visibility"))
            .put("reblog_of", row.getLong("reblog_of_id"))
            .put("in_reply_to", row.getLong("in_reply_to_id")));
  }

  /** The chunk jobs that wait. */
  List<Job> chunks(JobKind kind) {
    return rows("SELECT args FROM job WHERE kind = $1 ORDER BY id", kind.name()).stream()
        .map(row -> job(kind, row.getJsonObject("args")))
        .toList();
  }

  static Job job(JobKind kind, JsonObject args) {
    return new Job(1, kind, args, 1, 1, Instant.now().plusSeconds(60));
  }

  static Job pair(JobKind kind, long account, long target) {
    return job(kind, new JsonObject().put("account", account).put("target", target));
  }

  /** What is stored of a feed, newest first. */
  List<Long> stored(long account) {
    return rows(
            "SELECT status_id FROM home_feed WHERE account_id = $1 ORDER BY status_id DESC",
            account)
        .stream()
        .map(row -> row.getLong("status_id"))
        .toList();
  }

  /** What a reader gets, newest first. */
  List<Long> home(long account, Page page) {
    return await(reader.entries(account, page)).entries().stream().map(FeedEntry::status).toList();
  }

  List<Long> gathered(long account, Page page) {
    return await(feeds.gather(account, page)).entries().stream().map(FeedEntry::status).toList();
  }

  List<Long> ofList(long owner, long list, Page page) {
    return await(lists.entries(owner, list, page)).entries().stream()
        .map(FeedEntry::status)
        .toList();
  }

  void rebuild(long account) {
    await(upkeep.rebuild(job(FeedJobs.REBUILD, new JsonObject().put("account", account))));
  }

  int run(String sql, Object... arguments) {
    return await(database.primary().update(Query.named("test", sql), arguments));
  }

  Row row(String sql, Object... arguments) {
    return rows(sql, arguments).getFirst();
  }

  List<Row> rows(String sql, Object... arguments) {
    return await(database.primary().list(Query.named("test", sql), row -> row, arguments));
  }

  static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new AssertionError("not done after " + PATIENCE_SECONDS + " s", late);
    }
  }

  @Override
  public void close() {
    await(database.close());
    await(vertx.close());
    rows.close();
  }
}
