package org.flashcrowd.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.cache.RedisConnections;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.NotificationSettings;
import org.flashcrowd.config.Secret;
import org.flashcrowd.db.Query;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.live.Live;
import org.flashcrowd.testing.TestRedis;
import org.flashcrowd.testing.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of edits, and to staff; who hears of it; and how long it is kept. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class NewsIT {
  private static final long AUTHOR = 1;
  private static final long ADMIN = 2;
  private static final long MODERATOR = 3;
  private static final long PHOTO = 77;
  private static final JobKind PUSH =
      JobKind.named("test.push", Config.Role.NOTIFY).on("notifications.created");

  private TestStore store;
  private Jobs jobs;
  private RedisConnections redis;
  private Notify notify;
  private PostNews news;

  @BeforeEach
  void start() {
    store = new TestStore();
    List<JobKind> kinds = new ArrayList<>(NotificationJobs.ALL);
    kinds.add(PUSH);
    jobs = new Jobs(store.vertx(), store.database(), kinds, Config.defaults().jobs());
    redis =
        RedisConnections.open(
            store.vertx(), new Secret(TestRedis.uri()), Config.defaults().redis());
    TellingRepository telling = new TellingRepository();
    Announcer announcer = new Announcer(jobs, new Live(store.vertx(), redis));
    notify =
        new Notify(store.database(), jobs, store.ids(), telling, new StaffRepository(), announcer);
    news = new PostNews(store.database(), jobs, store.ids(), telling, announcer);
    run(
        "INSERT INTO account (id, username, role) SELECT i, 'u' || i, CASE i WHEN 2 THEN 'admin'"
            + " WHEN 3 THEN 'moderator' ELSE 'user' END FROM generate_series(1, 20) i");
    run(
        "INSERT INTO status (id, account_id, state, visibility) VALUES ($1, $2, 'published',"
            + " 'public')",
        PHOTO,
        AUTHOR);
  }

  @AfterEach
  void stop() {
    await(redis.close());
    store.close();
  }

  private void run(String sql, Object... arguments) {
    await(store.database().primary().update(Query.named("test", sql), arguments));
  }

  private List<Long> numbers(String sql, Object... arguments) {
    return await(
        store
            .database()
            .primary()
            .list(Query.named("test", sql), row -> row.getLong(0), arguments));
  }

  private static Job job(JobKind kind, JsonObject args) {
    return new Job(1, kind, args, 1, 1, java.time.Instant.now().plusSeconds(60));
  }

  private void edit() {
    run("UPDATE status SET edited_at = clock_timestamp() WHERE id = $1", PHOTO);
    await(
        news.edited(
            job(
                NotificationJobs.EDIT,
                new JsonObject()
                    .put("status", PHOTO)
                    .put("account", AUTHOR)
                    .put("mentions", new JsonArray()))));
  }

  private List<Long> toldOf(String type) {
    return numbers(
        "SELECT account_id FROM notification WHERE type = $1 AND NOT dismissed ORDER BY account_id",
        type);
  }

  @Test
  void edited_boosters_areToldOfEachEditOnce() {
    run(
        "INSERT INTO status (id, account_id, state, visibility, reblog_of_id) SELECT 100 + i, i,"
            + " 'published', 'public', $1 FROM generate_series(1, 6) i",
        PHOTO);
    run("INSERT INTO mute (account_id, target_id, id) VALUES (4, $1, 1)", AUTHOR);

    edit();
    assertThat(toldOf("update")).containsExactly(2L, 3L, 5L, 6L);
    long first = numbers("SELECT id FROM notification WHERE account_id = 5").getFirst();
    await(news.boosters(job(NotificationJobs.BOOSTERS, args().put("after", 0L))));
    assertThat(numbers("SELECT id FROM notification WHERE account_id = 5")).containsExactly(first);
    run("UPDATE notification SET dismissed = true WHERE account_id = 5");
    edit();

    assertThat(toldOf("update")).containsExactly(2L, 3L, 5L, 6L);
    assertThat(numbers("SELECT id FROM notification WHERE account_id = 5").getFirst())
        .isGreaterThan(first);
  }

  private static JsonObject args() {
    return new JsonObject().put("status", PHOTO);
  }

  /** Whoever was mentioned before is not told of the edit, even where nothing is left of that. */
  @Test
  void edited_mentions_tellWhomItMentionsAnew() {
    run("INSERT INTO mention (status_id, account_id) VALUES ($1, 4), ($1, 5), ($1, 6)", PHOTO);
    run("INSERT INTO block (account_id, target_id, id) VALUES (6, $1, 1)", AUTHOR);

    edit(new JsonArray().add(5).add(6));
    edit(new JsonArray());
    assertThat(toldOf("mention")).containsExactly(5L);

    // A job of the version before this one does not say who is new.
    await(
        news.edited(
            job(
                NotificationJobs.EDIT,
                args().put("account", AUTHOR).put("mentions", new JsonArray().add(4).add(5)))));
    assertThat(toldOf("mention")).containsExactly(4L, 5L);
  }

  private void edit(JsonArray mentioned) {
    await(
        news.edited(
            job(
                NotificationJobs.EDIT,
                args()
                    .put("account", AUTHOR)
                    .put("mentions", new JsonArray().add(4).add(5).add(6))
                    .put("mentioned", mentioned))));
  }

  /** A bell rings for whoever asked for it on this follow, and may and wants to read the post. */
  @Test
  void published_subscribers_hearOfItWhateverTheirHomeHolds() {
    run(
        "INSERT INTO follow (account_id, target_id, id, notify, languages) SELECT i, $1, i, i <> 4,"
            + " CASE WHEN i IN (5, 11) THEN '{fr}'::text[] END FROM generate_series(4, 11) i",
        AUTHOR);
    run("UPDATE status SET language = 'de' WHERE id = $1", PHOTO);
    // 4 follows without a bell, 5 wants other languages, 6 mutes, 7 is blocked, 8 keeps the author
    // out of home, 10 is mentioned, 11 wants other languages but follows the tag.
    run("INSERT INTO mute (account_id, target_id, id) VALUES (6, $1, 1)", AUTHOR);
    run("INSERT INTO block (account_id, target_id, id) VALUES ($1, 7, 1)", AUTHOR);
    run(
        "INSERT INTO list (id, account_id, title, replies_policy, exclusive) VALUES (1, 8, 'x',"
            + " 'list', true)");
    run(
        "INSERT INTO list_member (list_id, account_id, target_id, id) VALUES (1, 8, $1, 1)",
        AUTHOR);
    run("INSERT INTO mention (status_id, account_id) VALUES ($1, 10)", PHOTO);
    run("INSERT INTO tag (id, name) VALUES (1, 'lake')");
    run("INSERT INTO status_tag (tag_id, status_id, account_id) VALUES (1, $1, $2)", PHOTO, AUTHOR);
    run("INSERT INTO tag_follow (account_id, tag_id, id) VALUES (4, 1, 1), (11, 1, 2)");

    await(
        news.published(
            job(
                NotificationJobs.POST,
                args().put("account", AUTHOR).put("mentions", new JsonArray().add(10)))));

    assertThat(toldOf("status")).containsExactly(8L, 9L);
    assertThat(toldOf("mention")).containsExactly(10L);
  }

  @Test
  void report_staffButItsAuthor_isToldOfEach() {
    report(900, MODERATOR);
    report(901, 10);
    report(902, 10);
    report(902, 10);

    assertThat(toldOf("admin.report")).containsExactly(ADMIN, ADMIN, ADMIN, MODERATOR, MODERATOR);
    run("UPDATE account SET role = 'user' WHERE id = $1", MODERATOR);
    assertThat(numbers("SELECT count(*) FROM listed_notifications($1)", MODERATOR))
        .containsExactly(0L);
  }

  private void report(long report, long by) {
    await(
        notify.report(
            job(
                NotificationJobs.REPORT,
                new JsonObject().put("report", report).put("account", by).put("target", AUTHOR))));
  }

  @Test
  void warned_jobRunsTwice_isToldOnce() {
    for (long warning : new long[] {70, 70, 71}) {
      await(
          notify.warned(
              job(
                  NotificationJobs.WARNING,
                  new JsonObject()
                      .put("warning", warning)
                      .put("account", AUTHOR)
                      .put("told", true))));
    }

    assertThat(toldOf("moderation_warning")).containsExactly(AUTHOR, AUTHOR);
    assertThat(numbers("SELECT warning_id FROM notification ORDER BY 1")).containsExactly(70L, 71L);
  }

  @Test
  void signUps_burst_isOneJobForEachOfTheStaff() {
    await(
        store
            .database()
            .transaction(
                tx ->
                    jobs.announce(tx, "account.created", new JsonObject().put("account", 8L), 0)
                        .compose(
                            one ->
                                jobs.announce(
                                    tx,
                                    "account.created",
                                    new JsonObject().put("account", 9L),
                                    0))));
    assertThat(numbers("SELECT count(DISTINCT unique_key) FROM job")).containsExactly(1L);
    run("DELETE FROM job");
    for (int i = 0; i < 3; i++) {
      run("INSERT INTO account (id, username) VALUES ($1, $2)", store.ids().next(), "new" + i);
    }

    await(notify.signUps(job(NotificationJobs.SIGN_UPS, new JsonObject())));
    assertThat(numbers("SELECT (args->>'staff')::bigint FROM job ORDER BY 1"))
        .containsExactly(ADMIN, MODERATOR);
    await(
        notify.signUpsFor(
            job(NotificationJobs.SIGN_UPS_FOR, new JsonObject().put("staff", ADMIN))));

    assertThat(toldOf("admin.sign_up")).containsExactly(ADMIN, ADMIN, ADMIN);
    assertThat(numbers("SELECT sum(count) FROM notification_group")).containsExactly(3L);
  }

  @Test
  void written_listed_isSaidLiveAndAnnouncedOnce() throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Redis client = Redis.createClient(store.vertx(), TestRedis.uri());
    RedisConnection listener = await(client.connect());
    listener.handler(message -> heard.add(message.toString()));
    await(
        listener
            // The publisher's database is part of the channel's name.
            .send(Request.cmd(Command.PSUBSCRIBE).arg("flashcrowd:live:*:" + Live.account(AUTHOR)))
            .mapEmpty());
    for (long by : List.of(4L, 5L)) {
      run(
          "INSERT INTO favourite (account_id, status_id, id) VALUES ($1, $2, $3)",
          by,
          PHOTO,
          store.ids().next());
    }

    await(notify.favourite(job(NotificationJobs.FAVOURITE, args().put("author", AUTHOR))));

    List<Long> written = numbers("SELECT id FROM notification ORDER BY id");
    assertThat(written).hasSize(2);
    List<String> messages = new ArrayList<>();
    while (messages.stream().filter(message -> message.contains("\"notification\"")).count() < 2) {
      String message = heard.poll(10, TimeUnit.SECONDS);
      assertThat(message).as("after %s", messages).isNotNull();
      messages.add(String.valueOf(message));
    }
    assertThat(String.join("\n", messages)).contains(written.get(0) + "", written.get(1) + "");
    assertThat(
            numbers(
                "SELECT jsonb_array_length(args->'notifications')::bigint FROM job WHERE kind ="
                    + " 'test.push'"))
        .containsExactly(2L);
    await(listener.close());
    await(client.close());
  }

  @Test
  void prune_tooOldOrTooMany_areDeleted() {
    run(
        "INSERT INTO notification (id, account_id, type, from_account_id, report_id, group_key,"
            + " created_at) SELECT $1::bigint - (i::bigint * 86400000 << 21), 1, 'admin.report',"
            + " 2, i, 'x', now() - make_interval(days => i) FROM generate_series(1, 400) i",
        store.ids().next());
    run(
        "INSERT INTO notification_group (account_id, type, subject_id, hour, count) SELECT 1,"
            + " 'follow', 1, hour_of($1) - i * 24, 1 FROM generate_series(1, 400) i",
        store.ids().next());
    NotificationSettings settings = new NotificationSettings(java.time.Duration.ofDays(200), 100);
    Pruner pruner = new Pruner(store.database(), jobs, settings);

    await(pruner.prune(List.of(2L)));
    assertThat(numbers("SELECT count(*) FROM notification").getFirst()).isBetween(199L, 201L);
    await(pruner.prune(List.of(1L)));

    assertThat(numbers("SELECT count(*) FROM notification")).containsExactly(100L);
    assertThat(numbers("SELECT count(*) FROM notification_group").getFirst()).isBetween(199L, 201L);
  }
}
