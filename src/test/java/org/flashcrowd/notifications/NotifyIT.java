package org.flashcrowd.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestStore.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.flashcrowd.cache.RedisConnections;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Secret;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobRunner;
import org.flashcrowd.jobs.JobWorker;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.live.Live;
import org.flashcrowd.resilience.Surge;
import org.flashcrowd.testing.TestRedis;
import org.flashcrowd.testing.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class NotifyIT {
  private static final int BURST = 10_000;
  private static final long AUTHOR = 1;
  private static final long PHOTO = 77;

  private TestStore store;
  private Channels channels;
  private Jobs jobs;
  private Notify notify;
  private PostNews news;
  private RedisConnections redis;

  @BeforeEach
  void start() {
    store = new TestStore();
    channels = new Channels(store.vertx(), store.database());
    jobs =
        new Jobs(store.vertx(), store.database(), NotificationJobs.ALL, Config.defaults().jobs());
    redis =
        RedisConnections.open(
            store.vertx(), new Secret(TestRedis.uri()), Config.defaults().redis());
    TellingRepository telling = new TellingRepository();
    Announcer announcer = new Announcer(jobs, new Live(store.vertx(), redis));
    notify =
        new Notify(store.database(), jobs, store.ids(), telling, new StaffRepository(), announcer);
    news = new PostNews(store.database(), jobs, store.ids(), telling, announcer);
    run("INSERT INTO account (id, username) SELECT i, 'u' || i FROM generate_series(1, 10100) i");
    run(
        "INSERT INTO status (id, account_id, state, visibility) VALUES ($1, $2, 'published',"
            + " 'public')",
        PHOTO,
        AUTHOR);
  }

  @AfterEach
  void stop() {
    await(channels.close());
    await(redis.close());
    store.close();
  }

  private void run(String sql, Object... arguments) {
    await(store.database().primary().update(Query.named("test", sql), arguments));
  }

  private long number(String sql, Object... arguments) {
    return await(
            store
                .database()
                .primary()
                .first(Query.named("test", sql), row -> row.getLong(0), arguments))
        .orElseThrow();
  }

  private long listed() {
    return number("SELECT count(*) FROM notification");
  }

  private long counted() {
    return number("SELECT sum(count) FROM notification_group");
  }

  /** A favourite of each of these accounts, in one hour: that of the first one's id. */
  private void favourites(int from, int to, long firstId) {
    run(
        "INSERT INTO favourite (account_id, status_id, id) SELECT i, $1, $2::bigint + i FROM"
            + " generate_series($3::int, $4::int) i",
        PHOTO,
        firstId,
        from,
        to);
  }

  /** The first id of the hour before this one: the whole of it has passed. */
  private long lastHour() {
    long hour = 3_600_000L << 21;
    return (store.ids().next() / hour - 1) * hour;
  }

  private static Job job() {
    return new Job(
        1,
        NotificationJobs.FAVOURITE,
        favourited(2),
        1,
        1,
        java.time.Instant.now().plusSeconds(60));
  }

  private static JsonObject favourited(long by) {
    return new JsonObject().put("status", PHOTO).put("account", by).put("author", AUTHOR);
  }

  @Test
  void favourite_burst_costsBoundedRowsAndCountsAll() {
    favourites(2, BURST + 1, lastHour());

    await(notify.favourite(job()));

    assertThat(listed()).isEqualTo(Notify.LISTED_AN_HOUR);
    assertThat(counted()).isEqualTo(BURST);
    assertThat(number("SELECT count(*) FROM notification_group")).isEqualTo(1);
  }

  @Test
  void favourite_repeated_changesNothing() {
    favourites(2, 51, lastHour());
    await(notify.favourite(job()));
    await(notify.favourite(job()));

    assertThat(listed()).isEqualTo(50);
    assertThat(counted()).isEqualTo(50);
  }

  @Test
  void favourite_commitsLateAndAcrossTheHour_areNotMissed() {
    long hour = lastHour();
    favourites(10, 19, hour);
    favourites(20, 29, hour + (3_600_000L << 21));
    await(notify.favourite(job()));
    favourites(2, 3, hour);

    await(notify.favourite(job()));

    assertThat(listed()).isEqualTo(22);
    assertThat(counted()).isEqualTo(22);
  }

  @Test
  void favourite_byOneself_isNeitherListedNorCounted() {
    favourites(1, 2, lastHour());

    await(notify.favourite(job()));

    assertThat(listed()).isEqualTo(1);
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void favourite_burstOfEvents_costsFewTransactions() {
    favourites(2, BURST + 1, lastHour());
    List<Future<Void>> announced = new ArrayList<>();
    for (int batch = 0; batch < 10; batch++) {
      int first = 2 + batch * (BURST / 10);
      announced.add(
          store
              .database()
              .transaction(
                  tx -> {
                    List<Future<Void>> sent = new ArrayList<>();
                    for (int i = 0; i < BURST / 10; i++) {
                      sent.add(announce(tx, (long) first + i));
                    }
                    return Future.all(sent).mapEmpty();
                  }));
    }
    await(Future.all(announced));
    assertThat(number("SELECT count(*) FROM job")).isEqualTo(BURST);

    AtomicInteger runs = new AtomicInteger();
    Promise<Void> first = Promise.promise();
    work(runs, first);

    await(first.future());
    assertThat(listed()).isEqualTo(Notify.LISTED_AN_HOUR);
    while (number("SELECT count(*) FROM job") > 0) {
      Thread.onSpinWait();
    }
    assertThat(runs.get()).isLessThanOrEqualTo(10);
    assertThat(counted()).isEqualTo(BURST);
  }

  private Future<Void> announce(Sql tx, long by) {
    return jobs.announce(tx, "status.favourited", favourited(by), by);
  }

  private void work(AtomicInteger runs, Promise<Void> first) {
    await(channels.connect());
    JobRunner runner =
        new JobRunner(
            jobs,
            store.database(),
            channels,
            Config.defaults(),
            Surge.CALM,
            "test",
            new SimpleMeterRegistry());
    await(store.vertx().deployVerticle(runner));
    await(
        store
            .vertx()
            .deployVerticle(
                new JobWorker(
                    jobs,
                    NotificationJobs.FAVOURITE,
                    1,
                    job -> {
                      runs.incrementAndGet();
                      return notify.favourite(job).onSuccess(done -> first.tryComplete());
                    })));
  }

  @Test
  void post_toManySubscribers_isToldInRuns() {
    run(
        "INSERT INTO follow (account_id, target_id, id, notify) SELECT i, 1, i, true FROM"
            + " generate_series(2, 1301) i");
    JsonObject post =
        new JsonObject().put("status", PHOTO).put("account", AUTHOR).put("reblog_of", (Long) null);
    await(news.published(with(NotificationJobs.POST, post)));

    int runs = 1;
    while (number("SELECT count(*) FROM job") > 0) {
      JsonObject next =
          await(
                  store
                      .database()
                      .primary()
                      .first(
                          Query.named("test", "DELETE FROM job RETURNING args"),
                          row -> row.getJsonObject("args")))
              .orElseThrow();
      await(news.subscribers(with(NotificationJobs.SUBSCRIBERS, next)));
      runs++;
    }

    assertThat(listed()).isEqualTo(1300);
    assertThat(runs).isEqualTo(3);
  }

  private static Job with(org.flashcrowd.jobs.JobKind kind, JsonObject args) {
    return new Job(1, kind, args, 1, 1, java.time.Instant.now().plusSeconds(60));
  }
}
