package org.flashcrowd.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flashcrowd.config.Secret;

/**
 * A PostgreSQL with its data in one folder, bound to the loopback, with a password of its own.
 * Started, or taken over where a server that was killed left it running.
 */
final class EmbeddedPostgres implements AutoCloseable {
  static final String USER = "flashcrowd";
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final ServiceFolder folder;
  private final Path data;
  private final Map<String, String> overrides;

  private EmbeddedPostgres(ServiceFolder folder, Map<String, String> overrides) {
    this.folder = folder;
    this.data = folder.resolve("data");
    this.overrides = overrides;
  }

  /**
   * Starts or adopts the PostgreSQL of {@code folder}; blocks until it takes connections.
   *
   * @param port to listen on; 0 for a free one, the same as last time where possible
   * @param overrides of {@code postgresql.conf}
   */
  static EmbeddedPostgres start(Path folder, int port, Map<String, String> overrides) {
    EmbeddedPostgres postgres = new EmbeddedPostgres(new ServiceFolder(folder), overrides);
    postgres.start(port);
    return postgres;
  }

  /** The one that another process started in {@code folder}, where it runs. */
  static Optional<EmbeddedPostgres> running(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    EmbeddedPostgres postgres = new EmbeddedPostgres(new ServiceFolder(folder), Map.of());
    return postgres.process().isPresent() && postgres.isReady()
        ? Optional.of(postgres)
        : Optional.empty();
  }

  Secret uri() {
    return uri("flashcrowd");
  }

  Secret uri(String database) {
    return new Secret(
        "postgresql://%s:%s@127.0.0.1:%d/%s"
            .formatted(USER, folder.password(), folder.rememberedPort().orElseThrow(), database));
  }

  private void start(int port) {
    Path program = PostgresProgram.unpack(folder);
    if (process().isPresent() && !adopt(port)) {
      close();
    }
    if (process().isEmpty()) {
      removeStalePid();
      if (!Files.isDirectory(data)) {
        initialise(program);
      }
      launch(program, port);
    }
    if (!ServiceProcess.await(this::isReady, START)) {
      throw new EmbeddedServiceFailure(
          "the embedded PostgreSQL does not start; see " + folder.resolve("log"));
    }
  }

  /** Whether the process that runs already has the settings that are wanted now. */
  private boolean adopt(int port) {
    int current = folder.rememberedPort().orElse(0);
    return (port == 0 || port == current)
        && folder
            .read("data/postgresql.conf")
            .filter(PostgresSettings.text(current, overrides).strip()::equals)
            .isPresent();
  }

  private void launch(Path program, int configured) {
    int port = folder.choosePort(configured);
    folder.write("data/postgresql.conf", PostgresSettings.text(port, overrides));
    run(
        program,
        "pg_ctl",
        "start",
        "-w",
        "-D",
        data.toString(),
        "-l",
        folder.resolve("log").toString());
  }

  /**
   * Makes the cluster beside its place and moves it there whole, so that half of one never counts.
   */
  private void initialise(Path program) {
    Path draft = folder.resolve("data.new");
    delete(draft);
    folder.password();
    run(
        program,
        "initdb",
        "--pgdata=" + draft,
        "--username=" + USER,
        "--pwfile=" + folder.resolve("password"),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // The same order and case rules on every machine, whatever locales it has.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--no-instructions");
    createDatabase(program, draft);
    try {
      Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private void createDatabase(Path program, Path cluster) {
    folder.write("create.sql", "CREATE DATABASE flashcrowd\n");
    List<String> command = command(program, "postgres", "--single", "-D", cluster.toString());
    command.add("postgres");
    ServiceProcess.run(command, folder.resolve("create.sql"), folder.resolve("log"), START);
  }

  private void run(Path program, String name, String... arguments) {
    ServiceProcess.run(command(program, name, arguments), null, folder.resolve("log"), START);
  }

  /** PostgreSQL refuses to run as root; in a user namespace without a map it sees nobody. */
  private static List<String> command(Path program, String name, String... arguments) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "--user"));
    }
    command.add(program.resolve("bin").resolve(name).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** The lines of PostgreSQL's own pid file: process, folder, start, port, …, state. */
  private List<String> pidFile() {
    return folder.read("data/postmaster.pid").map(text -> text.lines().toList()).orElse(List.of());
  }

  private Optional<ProcessHandle> process() {
    List<String> lines = pidFile();
    return lines.isEmpty() || !lines.getFirst().strip().matches("\\d+")
        ? Optional.empty()
        : ServiceProcess.find(Long.parseLong(lines.getFirst().strip()), folder.path());
  }

  /** See {@link EmbeddedServices#giveWay}. */
  boolean giveWay(boolean behind) {
    return process().map(postmaster -> PostgresSessions.nice(postmaster, behind)).orElse(true);
  }

  private boolean isReady() {
    List<String> lines = pidFile();
    return lines.size() > 7 && lines.get(7).strip().equals("ready");
  }

  /** PostgreSQL would take any living process of that number for its own and not start. */
  private void removeStalePid() {
    try {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  /** Ends every connection and stops; the data stays. */
  @Override
  public void close() {
    if (process().isEmpty()) {
      return;
    }
    Path program = PostgresProgram.unpack(folder);
    stop(program, "fast");
    if (!ServiceProcess.await(() -> process().isEmpty(), STOP)) {
      stop(program, "immediate");
      ServiceProcess.await(() -> process().isEmpty(), STOP);
    }
  }

  private void stop(Path program, String mode) {
    run(program, "pg_ctl", "stop", "-W", "-m", mode, "-D", data.toString());
  }

  private static void delete(Path tree) {
    if (!Files.isDirectory(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
