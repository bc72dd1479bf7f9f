package org.flashcrowd.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.db.Migrations;

/**
 * A PostgreSQL of a test's own with a real streaming replica, each of which can be frozen, killed
 * and started again.
 *
 * <p>The embedded programs have no pg_basebackup: the replica is a copy of the stopped primary's
 * files, told to follow it.
 */
public final class ReplicatedPostgres implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, String> SETTINGS =
      Map.of("fsync", "off", "shared_buffers", "64MB", "max_connections", "100");

  private final Path folder;
  private EmbeddedPostgres primary;
  private EmbeddedPostgres replica;

  private ReplicatedPostgres(Path folder, EmbeddedPostgres primary, EmbeddedPostgres replica) {
    this.folder = folder;
    this.primary = primary;
    this.replica = replica;
  }

  /**
   * Starts both on a migrated database.
   *
   * @param delay how long after the primary the replica shows what was committed
   */
  public static ReplicatedPostgres start(Duration delay) {
    try {
      Path folder = Files.createTempDirectory("flashcrowd-replicated");
      EmbeddedPostgres primary = primary(folder);
      Migrations.run(primary.uri().value());
      primary.close();
      copy(folder.resolve("primary/data"), folder.resolve("replica/data"));
      Files.copy(folder.resolve("primary/password"), folder.resolve("replica/password"));
      Files.createFile(folder.resolve("replica/data/standby.signal"));
      ReplicatedPostgres both =
          new ReplicatedPostgres(folder, primary(folder), replica(folder, delay));
      both.awaitReplay();
      return both;
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  private static EmbeddedPostgres primary(Path folder) {
    return EmbeddedPostgres.start(folder.resolve("primary"), 0, SETTINGS);
  }

  private static EmbeddedPostgres replica(Path folder, Duration delay) {
    ServiceFolder of = new ServiceFolder(folder.resolve("primary"));
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put(
        "primary_conninfo",
        "host=127.0.0.1 port=%d user=%s password=%s"
            .formatted(of.rememberedPort().orElseThrow(), EmbeddedPostgres.USER, of.password()));
    settings.put("recovery_min_apply_delay", delay.toMillis() + "ms");
    settings.put("wal_receiver_status_interval", "1s");
    settings.put("wal_retrieve_retry_interval", "200ms");
    return EmbeddedPostgres.start(folder.resolve("replica"), 0, settings);
  }

  public String primaryUri() {
    return primary.uri().value();
  }

  public String replicaUri() {
    return replica.uri().value();
  }

  /** Starts the primary that was killed or stopped. */
  public void startPrimary() {
    primary = primary(folder);
  }

  /** Starts the replica that was killed. */
  public void startReplica(Duration delay) {
    replica = replica(folder, delay);
  }

  /** Ends every process of the primary without a word. */
  public void killPrimary() {
    signal("primary", "KILL");
    ended("primary");
  }

  public void killReplica() {
    signal("replica", "KILL");
    ended("replica");
  }

  /** Stops every process of the primary where it is; connections stay. */
  public void freezePrimary() {
    signal("primary", "STOP");
  }

  public void thawPrimary() {
    signal("primary", "CONT");
  }

  public void freezeReplica() {
    signal("replica", "STOP");
  }

  public void thawReplica() {
    signal("replica", "CONT");
  }

  private void signal(String server, String signal) {
    ProcessHandle postmaster = process(server);
    Signals.send(signal, Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList());
  }

  private ProcessHandle process(String server) {
    return find(server).orElseThrow();
  }

  private Optional<ProcessHandle> find(String server) {
    ServiceFolder of = new ServiceFolder(folder.resolve(server));
    return of.read("data/postmaster.pid")
        .flatMap(text -> text.lines().findFirst())
        .flatMap(pid -> ServiceProcess.find(Long.parseLong(pid.strip()), of.path()));
  }

  private void ended(String server) {
    if (!ServiceProcess.await(() -> find(server).isEmpty(), PATIENCE)) {
      throw new AssertionError(server + " is still there");
    }
  }

  /** From now on the replica shows what is committed so long after the primary. */
  public void delayReplica(Duration delay) {
    execute(
        replicaUri(),
        "ALTER SYSTEM SET recovery_min_apply_delay = '%dms'".formatted(delay.toMillis()),
        "SELECT pg_reload_conf()");
  }

  private static void execute(String uri, String... statements) {
    try (Connection connection = Jdbc.connect(uri);
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }

  /** Waits until the replica shows everything that was committed before. */
  public void awaitReplay() {
    long position = number(primaryUri(), "pg_current_wal_lsn()");
    if (!ServiceProcess.await(
        () -> number(replicaUri(), "pg_last_wal_replay_lsn()") >= position, PATIENCE)) {
      throw new AssertionError("the replica does not follow");
    }
  }

  private static long number(String uri, String position) {
    try (Connection connection = Jdbc.connect(uri);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT pg_wal_lsn_diff(" + position + ", '0/0')::bigint")) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException away) {
      throw new IllegalStateException(away);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copied = to.resolve(from.relativize(file).toString());
        if (!file.endsWith("postmaster.pid")) {
          Files.copy(file, copied, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  @Override
  public void close() {
    replica.close();
    primary.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
