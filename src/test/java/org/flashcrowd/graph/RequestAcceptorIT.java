package org.flashcrowd.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.accounts.AccountViews;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.accounts.NewAccount;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Query;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.testing.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of those who asked to follow an account that is unlocked. */
class RequestAcceptorIT {
  // As a runner claims it.
  private static final Query CLAIM =
      Query.named(
          "test.claim",
          """
          UPDATE job SET state = 'running', lease = lease + 1, runner = 1
           WHERE kind = 'graph.accept-requests' RETURNING id, lease, args
          """);
  private static final Query CROWD =
      Query.named(
          "test.crowd",
          """
          WITH added AS (
            INSERT INTO account (id, username) SELECT n, 'fan' || n FROM generate_series(1, $2) n
            RETURNING id
          ), stats AS (
            INSERT INTO account_stats (account_id) SELECT id FROM added
          )
          INSERT INTO follow_request (account_id, target_id, id) SELECT id, $1, id FROM added
          """);

  private final TestStore store = new TestStore();
  private final Jobs jobs =
      new Jobs(store.vertx(), store.database(), GraphCapability.JOBS, Config.defaults().jobs());
  private final Accounts accounts =
      new Accounts(store.database(), store.ids(), new AccountViews("https://photos.example"));
  private final RequestAcceptor acceptor =
      new RequestAcceptor(store.database(), jobs, new Graph(store.database(), store.ids(), jobs));
  private long anna;

  @BeforeEach
  void account() {
    anna =
        await(store.database().transaction(tx -> accounts.create(tx, NewAccount.of("anna")))).id();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void run(String sql, Object... arguments) {
    await(store.database().primary().run(Query.named("test", sql), arguments));
  }

  private long count(String table) {
    Query count =
        Query.named("test.count", "SELECT count(*) FROM " + table + " WHERE target_id = $1");
    return await(store.database().primary().first(count, row -> row.getLong(0), anna))
        .orElseThrow();
  }

  private Job job(JsonObject args) {
    return new Job(0, RequestAcceptor.ACCEPT, args, 1, 0, Instant.MAX);
  }

  private Optional<Job> next() {
    List<Job> claimed =
        await(
            store
                .database()
                .primary()
                .list(
                    CLAIM,
                    row ->
                        new Job(
                            row.getLong("id"),
                            RequestAcceptor.ACCEPT,
                            row.getJsonObject("args"),
                            1,
                            row.getLong("lease"),
                            Instant.MAX)));
    return claimed.stream().findFirst();
  }

  /** Runs the job that unlocking causes, and those it goes on with; how many. */
  private int accept() {
    await(
        store
            .database()
            .transaction(
                tx ->
                    jobs.announce(
                        tx, "account.unlocked", new JsonObject().put("account", anna), anna)));
    int ran = 0;
    for (Optional<Job> job = next(); job.isPresent(); job = next()) {
      await(acceptor.accept(job.get()));
      run("DELETE FROM job WHERE id = $1", job.get().id());
      ran++;
    }
    return ran;
  }

  @Test
  void accept_moreThanOnePart_letsEverybodyInAndCountsThem() {
    await(store.database().primary().run(CROWD, anna, 230));

    assertThat(accept()).isEqualTo(3);

    assertThat(count("follow")).isEqualTo(230);
    assertThat(count("follow_request")).isZero();
    assertThat(await(accounts.view(anna)).followersCount()).isEqualTo(230);
  }

  @Test
  void accept_twice_countsOnce() {
    await(store.database().primary().run(CROWD, anna, 3));
    JsonObject args = new JsonObject().put("account", anna);

    await(acceptor.accept(job(args)));
    await(acceptor.accept(job(args)));

    assertThat(await(accounts.view(anna)).followersCount()).isEqualTo(3);
  }

  @Test
  void accept_lockedAgainOrSilenced_leavesThemAsking() {
    await(store.database().primary().run(CROWD, anna, 3));
    run("UPDATE account SET locked = true WHERE id = $1", anna);
    accept();
    assertThat(count("follow_request")).isEqualTo(3);

    run("UPDATE account SET locked = false WHERE id = $1", anna);
    run("UPDATE account SET silenced_at = now() WHERE id = 2");
    accept();

    assertThat(count("follow")).isEqualTo(2);
    assertThat(count("follow_request")).isEqualTo(1);
  }
}
