package org.flashcrowd.statuses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestStore.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.accounts.AccountViews;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.accounts.NewAccount;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.filters.FilterCache;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;
import org.flashcrowd.media.MediaCapability;
import org.flashcrowd.resilience.Breakers;
import org.flashcrowd.testing.TestStore;
import org.jspecify.annotations.Nullable;

/** Posts on a database of their own, without a server: announced jobs stay in their table. */
final class StatusStore implements AutoCloseable {
  /** What hears of each topic. */
  private static final List<JobKind> EARS =
      Stream.of("published", "edited", "deleted", "failed", "favourited", "unfavourited")
          .map(event -> JobKind.named("test." + event, Role.FEED).on("status." + event))
          .toList();

  private final TestStore store = new TestStore();
  private final Config config = Config.load(null, Map.of("FLASHCROWD_ROLES", "http"));
  private final Accounts accounts;
  private final Media media;
  private final StatusCapability capability;
  private final HeldPosts heldPosts;

  StatusStore() {
    Jobs jobs =
        new Jobs(
            store.vertx(),
            store.database(),
            Stream.of(EARS, StatusCapability.JOBS, MediaCapability.JOBS)
                .flatMap(List::stream)
                .toList(),
            config.jobs());
    accounts =
        new Accounts(
            store.database(), store.ids(), new AccountViews(config.publicUrl().toString()));
    media =
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
    capability =
        new StatusCapability(
            new StatusCapability.Ground(
                config, store.database(), store.ids(), jobs, Caches.alone()),
            accounts,
            media,
            new FilterCache(store.database(), Caches.alone()));
    heldPosts = capability.heldPosts();
  }

  Database database() {
    return store.database();
  }

  Media media() {
    return media;
  }

  Statuses statuses() {
    return capability.statuses();
  }

  Interactions interactions() {
    return capability.interactions();
  }

  Pins pins() {
    return capability.pins();
  }

  ThreadMutes threadMutes() {
    return capability.threadMutes();
  }

  Purge purging() {
    return capability.purge();
  }

  Edits edits() {
    return capability.edits();
  }

  List<StatusEditView> history(long viewer, long id) {
    return await(capability.histories().of(viewer, id));
  }

  StatusLists lists() {
    return capability.lists();
  }

  long account(String name) {
    return await(store.database().transaction(tx -> accounts.create(tx, NewAccount.of(name)))).id();
  }

  /** A photo of 40 × 30 in this state. */
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

  static NewStatus text(long account, String text) {
    return draft(account, text, null, List.of(), null, null);
  }

  static NewStatus text(long account, Visibility visibility, String text) {
    return draft(account, text, visibility, List.of(), null, null);
  }

  static NewStatus reply(long account, long to, String text) {
    return draft(account, text, null, List.of(), to, null);
  }

  static NewStatus photos(long account, Long... photos) {
    return draft(account, "", null, List.of(photos), null, null);
  }

  static NewStatus keyed(long account, String text, String key) {
    return draft(account, text, null, List.of(), null, key);
  }

  private static NewStatus draft(
      long account,
      String text,
      @Nullable Visibility visibility,
      List<Long> media,
      @Nullable Long inReplyTo,
      @Nullable String key) {
    return new NewStatus(
        account,
        null,
        new NewStatus.Words(text, "", null),
        new NewStatus.Choices(visibility, null),
        media,
        inReplyTo,
        key);
  }

  /** Writes a post and gives its id. */
  long post(NewStatus status) {
    return Long.parseLong(await(statuses().create(status)).id());
  }

  StatusView see(@Nullable Long viewer, long id) {
    return await(statuses().view(viewer, id));
  }

  void follow(long account, long target) {
    run("INSERT INTO follow (account_id, target_id, id) VALUES ($1, $2, $3)", account, target, 1L);
  }

  void block(long account, long target) {
    run("INSERT INTO block (account_id, target_id, id) VALUES ($1, $2, $3)", account, target, 1L);
  }

  /** The arguments of the one job that a topic caused about a post. */
  JsonObject heard(String event, long status) {
    List<JsonObject> about =
        heard(event).stream().filter(args -> args.getLong("status") == status).toList();
    assertThat(about).hasSize(1);
    return about.getFirst();
  }

  /** The arguments of the jobs that a topic caused, in no particular order. */
  List<JsonObject> heard(String event) {
    return await(
        database()
            .primary()
            .list(
                Query.named("test", "SELECT args FROM job WHERE kind = $1"),
                row -> row.getJsonObject("args"),
                "test." + event));
  }

  /** Ends a photo's processing as its worker does: state and announcement in one transaction. */
  Future<Void> finish(long photo, String state) {
    Query finish =
        Query.named(
            "test.finish",
            """
            WITH done AS (
              UPDATE media SET state = $2::text::media_state, failure =
                     CASE WHEN $2 = 'failed' THEN 'no picture in it' END
               WHERE id = $1 RETURNING status_id
            )
            INSERT INTO job (kind, state, priority, max_attempts, turn, run_at, args)
            SELECT 'statuses.release', 'available', 1, 3, now(), now(),
                   jsonb_build_object('media', $1::bigint, 'status', status_id)
              FROM done
            """);
    return database().transaction(tx -> tx.update(finish, photo, state)).mapEmpty();
  }

  /** Runs every release job that waits, as the runner would; all at once. */
  Future<Void> release() {
    return claim(HeldPosts.RELEASE)
        .compose(jobs -> Future.all(jobs.stream().map(heldPosts::release).toList()))
        .mapEmpty();
  }

  /** Runs every purge job that waits, and those that follow from them; how many. */
  int purge() {
    int ran = 0;
    List<Job> jobs = await(claim(Purge.PURGE));
    while (!jobs.isEmpty()) {
      ran += jobs.size();
      jobs.forEach(job -> await(capability.purge().run(job)));
      jobs = await(claim(Purge.PURGE));
    }
    return ran;
  }

  /** Takes the jobs of a kind that wait, as the runner would. */
  Future<List<Job>> claim(JobKind kind) {
    return database()
        .primary()
        .list(
            Query.named(
                "test.claim",
                """
                UPDATE job SET state = 'running', lease = lease + 1, attempt = 1, runner = 1
                 WHERE kind = $1 AND state = 'available'
                RETURNING id, lease, args
                """),
            row ->
                new Job(
                    row.getLong("id"),
                    kind,
                    row.getJsonObject("args"),
                    1,
                    row.getLong("lease"),
                    java.time.Instant.MAX),
            kind.name());
  }

  long number(String sql, @Nullable Object... arguments) {
    return await(
            database().primary().first(Query.named("test", sql), row -> row.getLong(0), arguments))
        .orElseThrow();
  }

  void run(String sql, @Nullable Object... arguments) {
    Sql primary = database().primary();
    await(primary.update(Query.named("test", sql), arguments));
  }

  @Override
  public void close() {
    store.close();
  }
}
