package org.flashcrowd.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.testing.TestStore.await;

import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.testing.Plans;
import org.flashcrowd.testing.TestStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions are made, filled from the default one, and dropped. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class EventUpkeepIT {
  private static final Instant NOON = Instant.parse("2031-05-05T12:00:00Z");

  private TestStore store;
  private Jobs jobs;

  @BeforeEach
  void open() {
    store = new TestStore();
    jobs =
        new Jobs(
            store.vertx(), store.database(), AnalyticsCapability.JOBS, Config.defaults().jobs());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private EventUpkeep upkeep(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return new EventUpkeep(
        store.database(), jobs, () -> Future.succeededFuture(today), Duration.ofDays(30));
  }

  private void execute(String sql) {
    try (Connection connection = Jdbc.connect(store.uri());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  private List<String> column(String sql) {
    try (Connection connection = Jdbc.connect(store.uri());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  private void store(String moment, int rows) {
    execute(
        """
        INSERT INTO events (received_at, visitor, type)
        SELECT '%s', i, 'view' FROM generate_series(1, %d) i
        """
            .formatted(moment, rows));
  }

  /** The partitions in which something is, with how much. */
  private List<String> filled() {
    return column(
        "SELECT tableoid::regclass || ' ' || count(*) FROM events GROUP BY tableoid ORDER BY 1");
  }

  private List<String> partitions(String like) {
    return column(
        """
        SELECT inhrelid::regclass::text FROM pg_inherits
         WHERE inhparent = 'events'::regclass AND inhrelid::regclass::text LIKE '%s'
         ORDER BY 1
        """
            .formatted(like));
  }

  @Test
  void migration_makesTheFirstPartitions() {
    assertThat(partitions("events_2%")).hasSize(8);
  }

  @Test
  void work_daysToCome_haveTheirPartitions() {
    await(upkeep(NOON).work());
    await(upkeep(NOON).work());

    assertThat(partitions("events_2031%"))
        .hasSize(8)
        .startsWith("events_20310505")
        .endsWith("events_20310512");
    store("2031-05-12T23:59:59Z", 1);
    store("2031-05-13T00:00:00Z", 1);
    assertThat(filled()).containsExactly("events_20310512 1", "events_default 1");
  }

  @Test
  void work_rowsInTheDefaultPartition_areMovedToTheirDays() {
    store("2031-05-04T23:59:59Z", 2);
    store("2031-05-05T00:00:00Z", 200_000);
    store("2031-05-05T11:00:00Z", 7);
    store("2040-01-01T00:00:00Z", 3);
    assertThat(filled()).containsExactly("events_default 200012");

    await(upkeep(NOON).work());

    assertThat(filled())
        .containsExactly("events_20310504 2", "events_20310505 200007", "events_default 3");
    assertThat(column("SELECT relname FROM pg_class WHERE relname ~ '^events_aside_[0-9]'"))
        .isEmpty();
  }

  /** As a dump of the database does, for as long as it takes. */
  @Test
  void work_somebodyReadsMeanwhile_forgetsKeysAndDropsLater() throws SQLException {
    store("2031-04-04T12:00:00Z", 5);
    await(upkeep(NOON.minus(Duration.ofDays(30))).work());
    execute("INSERT INTO event_keys (day, key) VALUES ('2031-05-01', '\\x00')");
    try (Connection connection = Jdbc.connect(store.uri());
        Statement reader = connection.createStatement()) {
      connection.setAutoCommit(false);
      reader.execute("SELECT count(*) FROM events");

      assertThatThrownBy(() -> await(upkeep(NOON).work())).hasMessageContaining("lock timeout");
      connection.rollback();
    }
    assertThat(column("SELECT day FROM event_keys")).isEmpty();
    assertThat(filled()).containsExactly("events_20310404 5");

    await(upkeep(NOON).work());

    assertThat(filled()).isEmpty();
    assertThat(partitions("events_203105%")).hasSize(8);
  }

  /** Of the same day, so that they go on coming into the default partition until it is moved. */
  @Test
  void work_whileEventsComeIn_losesNone() throws InterruptedException {
    store("2031-05-05T00:00:00Z", 60_000);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    store("2031-05-05T11:00:00Z", 100);
                  }
                });

    await(upkeep(NOON).work());
    writer.join();

    assertThat(filled()).containsExactly("events_20310505 70000");
  }

  /** Two nodes at once, as when the lease of one is lost. */
  @Test
  void work_twiceAtOnce_isDoneInTheEnd() {
    store("2031-05-05T00:00:00Z", 1_000);
    Future<Void> one = upkeep(NOON).work();
    Future<Void> other = upkeep(NOON).work();
    await(Future.join(one, other).transform(done -> Future.succeededFuture()));

    await(upkeep(NOON).work());

    assertThat(filled()).containsExactly("events_20310505 1000");
  }

  @Test
  void work_partitionsOlderThanKept_areDropped() {
    store("2031-04-04T23:59:59Z", 5);
    store("2031-04-05T00:00:00Z", 6);
    await(upkeep(NOON.minus(Duration.ofDays(30))).work());
    assertThat(filled()).containsExactly("events_20310404 5", "events_20310405 6");

    await(upkeep(NOON).work());

    assertThat(filled()).containsExactly("events_20310405 6");
    assertThat(partitions("events_2026%")).isEmpty();
  }

  @Test
  void work_rowsTooOldInTheDefaultPartition_go() {
    store("2031-01-01T00:00:00Z", 5);

    await(upkeep(NOON).work());

    assertThat(filled()).isEmpty();
    assertThat(partitions("events_20310101")).isEmpty();
  }

  @Test
  void work_keysOfDaysThatAreOver_areForgotten() {
    execute(
        "INSERT INTO event_keys (day, key) SELECT '2031-05-01'::date + i, '\\x00' FROM"
            + " generate_series(0, 4) i");

    await(upkeep(NOON).work());

    assertThat(column("SELECT day FROM event_keys ORDER BY day"))
        .containsExactly("2031-05-04", "2031-05-05");
  }

  @Test
  void schedule_todayHasNoPartition_runsAtOnce() {
    await(upkeep(NOON).schedule());

    assertThat(column("SELECT state FROM job WHERE kind = 'analytics.upkeep'"))
        .containsExactly("available");
  }

  @Test
  void schedule_todayHasItsPartition_runsLater() {
    await(upkeep(NOON).work());
    await(upkeep(NOON).schedule());
    await(upkeep(NOON).schedule());

    assertThat(column("SELECT state FROM job WHERE kind = 'analytics.upkeep'"))
        .containsExactly("scheduled");
  }

  @Test
  void report_ofSomeDays_readsTheirPartitionsAlone() throws SQLException {
    await(upkeep(NOON).work());
    store("2031-05-05T11:00:00Z", 10);
    store("2031-05-06T11:00:00Z", 10);

    assertPruned(Plans.of(store.uri(), EventReport.TYPES, "2031-05-05", "2031-05-06"));
    assertPruned(Plans.of(store.uri(), EventReport.VIEWED, "2031-05-05", "2031-05-06", 10));
  }

  private static void assertPruned(String plan) {
    assertThat(plan)
        .contains("Subplans Removed", "events_20310505")
        .doesNotContain("events_20310506");
  }
}
