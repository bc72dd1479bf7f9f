package org.flashcrowd.scheduling;

import static org.flashcrowd.testing.TestStore.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.accounts.AccountViews;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.accounts.NewAccount;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Query;
import org.flashcrowd.filters.FilterCache;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;
import org.flashcrowd.media.MediaCapability;
import org.flashcrowd.resilience.Breakers;
import org.flashcrowd.statuses.NewStatus;
import org.flashcrowd.statuses.StatusCapability;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.testing.TestStore;
import org.jspecify.annotations.Nullable;

/** Scheduled posts on a database of their own, without a server: their jobs are run by hand. */
final class SchedulingStore implements AutoCloseable {
  private static final List<JobKind> EARS =
      Stream.of("published", "failed")
          .map(event -> JobKind.named("test." + event, Role.FEED).on("status." + event))
          .toList();

  private final TestStore store = new TestStore();
  private final Accounts accounts;
  private final StatusCapability posts;
  private final SchedulingCapability capability;

  SchedulingStore() {
    Config config = Config.load(null, Map.of("FLASHCROWD_ROLES", "http"));
    Jobs jobs =
        new Jobs(
            store.vertx(),
            store.database(),
            Stream.of(EARS, StatusCapability.JOBS, MediaCapability.JOBS, SchedulingCapability.JOBS)
                .flatMap(List::stream)
                .toList(),
            config.jobs());
    accounts =
        new Accounts(
            store.database(), store.ids(), new AccountViews(config.publicUrl().toString()));
    Media media =
        await(
                MediaCapability.start(
                    store.vertx(),
                    config,
                    store.database(),
                    jobs,
                    store.ids(),
                    new Breakers(store.vertx(), new SimpleMeterRegistry()),
                    new SimpleMeterRegistry()))
            .media();
    posts =
        new StatusCapability(
            new StatusCapability.Ground(
                config, store.database(), store.ids(), jobs, Caches.alone()),
            accounts,
            media,
            new FilterCache(store.database(), Caches.alone()));
    capability =
        new SchedulingCapability(config, store.database(), store.ids(), jobs, posts, media);
  }

  long account(String name) {
    return await(store.database().transaction(tx -> accounts.create(tx, NewAccount.of(name)))).id();
  }

  /** A photo in this state. */
  long photo(long account, String state) {
    long id = store.ids().next();
    run(
        """
        INSERT INTO media (id, account_id, state, key, sha256, bytes, content_type, width, height)
        VALUES ($1, $2, $3, $4, '\\x00', 1, 'image/jpeg', 40, 30)
        """,
        id,
        account,
        state,
        "key" + id);
    return id;
  }

  static NewStatus post(long account, String text, Long... photos) {
    return draft(account, text, null, null, photos);
  }

  static NewStatus reply(long account, long to, String text, Long... photos) {
    return draft(account, text, to, null, photos);
  }

  static NewStatus keyed(long account, String text, String key) {
    return draft(account, text, null, key);
  }

  private static NewStatus draft(
      long account, String text, @Nullable Long to, @Nullable String key, Long... photos) {
    return new NewStatus(
        account,
        null,
        new NewStatus.Words(text, "", null),
        new NewStatus.Choices(null, null),
        List.of(photos),
        to,
        key);
  }

  /** Writes a post at once. */
  long write(NewStatus post) {
    return Long.parseLong(await(posts.statuses().create(post)).id());
  }

  void remove(long account, long status) {
    await(posts.statuses().delete(account, status, false));
  }

  /** Those of an account's posts that this viewer sees, newest first. */
  List<StatusView> seen(@Nullable Long viewer, long account) {
    return await(
        posts
            .statuses()
            .views(
                viewer,
                await(
                    store
                        .database()
                        .primary()
                        .list(
                            Query.named(
                                "test",
                                "SELECT id FROM status WHERE account_id = $1 ORDER BY id DESC"),
                            row -> row.getLong("id"),
                            account))));
  }

  Future<?> schedule(NewStatus post, Instant at) {
    return capability.laterPosts().schedule(post, at);
  }

  /** In an hour. */
  long schedule(NewStatus post) {
    Object answer = await(schedule(post, Instant.now().plus(Duration.ofHours(1))));
    return Long.parseLong(((ScheduledStatusView) answer).id());
  }

  /** A scheduled post whose time has come. */
  long due(NewStatus post) {
    long id = schedule(post);
    run("UPDATE scheduled_status SET scheduled_at = now() WHERE id = $1", id);
    return id;
  }

  /** Has the job of a scheduled post be there once more, and takes it as the runner would. */
  Job claim(long scheduled) {
    return await(
            store
                .database()
                .primary()
                .first(
                    Query.named(
                        "test.claim",
                        """
                        INSERT INTO job (kind, state, priority, max_attempts, turn, run_at, args,
                                         lease, attempt, runner)
                        VALUES ('scheduling.publish', 'running', 100, 100, now(), now(),
                                jsonb_build_object('scheduled', $1::bigint), 1, 1, 1)
                        RETURNING id, lease, args
                        """),
                    row ->
                        new Job(
                            row.getLong("id"),
                            DueStatuses.PUBLISH,
                            row.getJsonObject("args"),
                            1,
                            row.getLong("lease"),
                            Instant.MAX),
                    scheduled))
        .orElseThrow();
  }

  Future<Void> publish(Job job) {
    return capability.due().publish(job);
  }

  /** Runs the job of a scheduled post. */
  void publish(long scheduled) {
    await(publish(claim(scheduled)));
  }

  long number(String sql, @Nullable Object... arguments) {
    return await(
            store
                .database()
                .primary()
                .first(Query.named("test", sql), row -> row.getLong(0), arguments))
        .orElseThrow();
  }

  void run(String sql, @Nullable Object... arguments) {
    await(store.database().primary().update(Query.named("test", sql), arguments));
  }

  String uri() {
    return store.uri();
  }

  @Override
  public void close() {
    store.close();
  }
}
