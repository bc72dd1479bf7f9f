package org.flashcrowd.dev;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.db.Migrations;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL with the durable settings of the embedded one, for tests that break it: it can be
 * killed, frozen, stopped and started again on the same port and data. One test at a time has it.
 */
public final class OwnPostgres {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MAIN = "flashcrowd";
  private static final OwnPostgres ONLY = new OwnPostgres();

  private final Path folder = SharedServices.folder("own-postgres");
  private Map<String, String> settings = Map.of();
  private @Nullable EmbeddedPostgres postgres;
  private @Nullable String template;

  private OwnPostgres() {
    SharedServices.closedWithTheProcess(
        (AutoCloseable)
            () -> {
              thaw();
              stop();
            });
  }

  /**
   * Starts it, or takes over the one of the test before.
   *
   * @param settings of {@code postgresql.conf}, beside the embedded one's
   */
  public static OwnPostgres start(Map<String, String> settings) {
    // One that an earlier test left frozen neither answers nor stops.
    ONLY.thaw();
    ONLY.settings = settings;
    ONLY.restart();
    return ONLY;
  }

  private EmbeddedPostgres running() {
    return requireNonNull(postgres);
  }

  /** The URI of a new database with every migration. */
  public String database() {
    String migrated = template;
    if (migrated == null) {
      leftovers().forEach(left -> execute("DROP DATABASE " + left + " WITH (FORCE)"));
      migrated = create("");
      Migrations.run(running().uri(migrated).value());
      template = migrated;
    }
    return running().uri(create(" TEMPLATE " + migrated)).value();
  }

  private String create(String how) {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    execute("CREATE DATABASE " + name + how);
    return name;
  }

  private void execute(String sql) {
    try (Connection connection = Jdbc.connect(running().uri(MAIN).value());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  /** Databases of an earlier process on the same folder. */
  private List<String> leftovers() {
    List<String> names = new ArrayList<>();
    try (Connection connection = Jdbc.connect(running().uri(MAIN).value());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT datname FROM pg_database WHERE datname ~ '^test_'")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    } catch (SQLException refused) {
      throw new AssertionError(refused);
    }
  }

  /** {@code kill -9} of every one of its processes; returns when none is left. */
  public void kill() {
    // Stopped first, so that the list of its children stays true.
    Signals.send("STOP", List.of(postmaster()));
    List<ProcessHandle> all = processes();
    Signals.send("KILL", all);
    if (!ServiceProcess.await(() -> all.stream().noneMatch(OwnPostgres::runs), PATIENCE)) {
      throw new AssertionError("PostgreSQL does not die");
    }
  }

  /** SIGSTOP to every one of its processes: its port stays open and nobody answers. */
  public void freeze() {
    Signals.send("STOP", List.of(postmaster()));
    Signals.send("STOP", processes());
  }

  /** Ends {@link #freeze}. */
  public void thaw() {
    Signals.send("CONT", processes());
  }

  /** Ends its connections and stops it, as an operator would. */
  public void stop() {
    if (postgres != null) {
      postgres.close();
    }
  }

  /** Starts it after {@link #stop} or {@link #kill}; returns when it takes connections. */
  public void restart() {
    postgres = EmbeddedPostgres.start(folder, 0, settings);
  }

  private ProcessHandle postmaster() {
    return processes().getFirst();
  }

  private List<ProcessHandle> processes() {
    Path pidFile = folder.resolve("data").resolve("postmaster.pid");
    try {
      return Files.exists(pidFile)
          ? ServiceProcess.find(
                  Long.parseLong(Files.readAllLines(pidFile).getFirst().strip()), folder)
              .map(found -> Stream.concat(Stream.of(found), found.descendants()).toList())
              .orElse(List.of())
          : List.of();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** One that has ended but that nobody has waited for runs no program. */
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }
}
