package org.flashcrowd.bench.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.db.Migrations;
import org.flashcrowd.dev.EmbeddedServices;

/**
 * A data set with the PostgreSQL and Redis it lives in, which outlive each server that is started
 * on it. Seeded once for each size, and kept under target/bench.
 */
public final class World implements AutoCloseable {
  /** One of the made-up people, with a token. */
  public record Person(long id, String email, String token) {}

  /** Megabytes of heap that a command has, and posts that it keeps in mind in one more. */
  private static final int HEAP = 512;

  private static final int POSTS_A_MEGABYTE = 5_000;

  private final Path folder;
  private final EmbeddedServices services;
  private final List<Person> people;
  private final List<Long> statuses;

  private World(Path folder, EmbeddedServices services, List<Person> people, List<Long> statuses) {
    this.folder = folder;
    this.services = services;
    this.people = people;
    this.statuses = statuses;
  }

  /** Opens the data set of this size, and makes it where it is not there yet. */
  public static World open(Path home, int accounts, int statuses, int people) throws Exception {
    Path folder = home.resolve("data-%dx%d".formatted(accounts, statuses)).toAbsolutePath();
    Files.createDirectories(folder);
    Config config = Config.load(null, Map.of("FLASHCROWD_DATA_DIR", folder.toString()));
    EmbeddedServices services = EmbeddedServices.start(config);
    try {
      Migrations.run(services.databaseUri());
      World empty = new World(folder, services, List.of(), List.of());
      if (empty.number("SELECT count(*) FROM account") < accounts) {
        empty.seed(accounts, statuses);
      }
      // Also what a seeding left that was broken off.
      empty.run("ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()");
      empty.flashcrowd(
          HEAP,
          "seed",
          "--accounts",
          "0",
          "--export",
          folder.toString(),
          "--export-accounts",
          "" + people);
      return new World(folder, services, readPeople(folder), readStatuses(folder));
    } catch (Exception failed) {
      services.close();
      throw failed;
    }
  }

  /**
   * By the server's own command. What a crash would cost is a seeding, so nothing is forced to disk
   * meanwhile; and rows that are made to fit are not held against each other.
   */
  private void seed(int accounts, int statuses)
      throws IOException, InterruptedException, SQLException {
    say("seeding %,d accounts and %,d statuses".formatted(accounts, statuses));
    run(
        "ALTER SYSTEM SET fsync = off",
        "ALTER SYSTEM SET full_page_writes = off",
        "ALTER SYSTEM SET max_wal_size = '16GB'",
        "ALTER SYSTEM SET session_replication_role = replica",
        "SELECT pg_reload_conf()");
    flashcrowd(
        HEAP + statuses / POSTS_A_MEGABYTE,
        "seed",
        "--accounts",
        "" + accounts,
        "--statuses",
        "" + statuses,
        "--photos",
        "40");
    run("VACUUM ANALYZE", "CHECKPOINT");
  }

  /**
   * Keeps PostgreSQL and Redis to these cores: where they take what the server has to itself, what
   * is measured is who of them the system preferred.
   */
  public World on(String cpus) throws IOException, InterruptedException {
    List<Long> processes = new ArrayList<>(Proc.children(ProcessHandle.current().pid()));
    processes.add(postmaster());
    processes.addAll(Proc.children(postmaster()));
    for (Long process : processes) {
      Machine.move(process, cpus);
    }
    return this;
  }

  private static List<Person> readPeople(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("accounts.csv")).stream()
        .skip(1)
        .map(line -> line.split(","))
        .map(cells -> new Person(Long.parseLong(cells[0]), cells[2], cells[4]))
        .toList();
  }

  private static List<Long> readStatuses(Path folder) throws IOException {
    return Files.readAllLines(folder.resolve("statuses.csv")).stream()
        .skip(1)
        .map(Long::valueOf)
        .toList();
  }

  /**
   * Runs a command of the server on this data set.
   *
   * @param heap the most that it may have, in megabytes
   */
  private void flashcrowd(int heap, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bin/flashcrowd"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("command.log").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment());
    builder.environment().put("FLASHCROWD_JAVA_OPTS", "-Xmx" + heap + "m");
    if (builder.start().waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }

  /** The settings with which a server, or a command, uses this data set. */
  public Map<String, String> environment() {
    Map<String, String> settings = new HashMap<>();
    settings.put("FLASHCROWD_DATA_DIR", folder.toString());
    settings.put("FLASHCROWD_DATABASE_URI", services.databaseUri());
    settings.put("FLASHCROWD_REDIS_URI", services.redisUri());
    return settings;
  }

  /**
   * Has the feeds of all the exported people built, as those of people who look now and then, by
   * looking; then leaves the tables as autovacuum would.
   */
  public void settle(Flashcrowd server) throws IOException, InterruptedException, SQLException {
    for (Person person : people) {
      server.get("/api/v1/timelines/home?limit=20", person.token());
    }
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(10);
    while (number("SELECT count(*) FROM home_feed_state WHERE built_at IS NULL") > 0
        || number("SELECT count(*) FROM job WHERE kind LIKE 'timelines.%'") > 0) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the home feeds were not built in ten minutes");
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    run("VACUUM ANALYZE home_feed", "VACUUM ANALYZE home_feed_state", "CHECKPOINT");
  }

  public List<Person> people() {
    return people;
  }

  /** Ids of public posts, the most favoured first. */
  public List<Long> statuses() {
    return statuses;
  }

  public Path folder() {
    return folder;
  }

  public String databaseUri() {
    return services.databaseUri();
  }

  public String redisUri() {
    return services.redisUri();
  }

  /** Seconds of CPU that PostgreSQL has had, all of its processes together. */
  public double postgresCpu() {
    return Proc.familyCpu(postmaster());
  }

  /** PostgreSQL's first process. */
  public long postmaster() {
    try (var files = Files.walk(folder.resolve("postgres"), 3)) {
      Path pid =
          files
              .filter(file -> file.getFileName().toString().equals("postmaster.pid"))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("PostgreSQL does not run"));
      return Long.parseLong(Files.readAllLines(pid).getFirst().strip());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The number that a statement gives. */
  public long number(String sql) throws SQLException {
    try (Connection connection = Jdbc.connect(databaseUri());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Statements one after the other, each a transaction. */
  public void run(String... statements) throws SQLException {
    try (Connection connection = Jdbc.connect(databaseUri());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  public void say(String words) {
    System.err.println("bench: " + words);
  }

  @Override
  public void close() {
    services.close();
  }
}
