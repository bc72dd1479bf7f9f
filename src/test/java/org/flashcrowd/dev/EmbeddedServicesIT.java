package org.flashcrowd.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServicesIT {
  /** One for all tests: unpacking PostgreSQL takes longer than all of them. */
  @TempDir static Path folder;

  /** Stops whatever a failed test left behind. */
  @AfterEach
  void stop() {
    EmbeddedPostgres.running(folder.resolve("postgres")).ifPresent(EmbeddedPostgres::close);
    EmbeddedRedis.running(folder.resolve("redis")).ifPresent(EmbeddedRedis::close);
  }

  @Test
  void start_again_keepsDataPortAndPassword() throws Exception {
    String uri;
    try (EmbeddedServices services = EmbeddedServices.start(config())) {
      uri = services.databaseUri();
      execute(uri, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    assertThat(EmbeddedPostgres.running(folder.resolve("postgres"))).isEmpty();
    assertThat(EmbeddedRedis.running(folder.resolve("redis"))).isEmpty();

    try (EmbeddedServices services = EmbeddedServices.start(config())) {
      assertThat(services.databaseUri()).isEqualTo(uri);
      assertThat(query(uri, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void start_afterKillOfTheServer_adoptsItsServices() throws Exception {
    Process server = holder();
    String uri;
    try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
      uri = output.readLine();
    } finally {
      server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    List<String> orphans = pids();
    execute(uri, "CREATE TABLE survived AS SELECT 1 AS answer");

    try (EmbeddedServices services = EmbeddedServices.start(config())) {
      assertThat(pids()).isEqualTo(orphans);
      assertThat(services.databaseUri()).isEqualTo(uri);
      assertThat(query(uri, "SELECT answer FROM survived")).isEqualTo("1");
    }
    assertThat(orphans).noneMatch(EmbeddedServicesIT::isAlive);
  }

  @Test
  void giveWay_postgres_goesBehindAndComesBack() throws Exception {
    try (EmbeddedServices services = EmbeddedServices.start(config())) {
      long postmaster = Long.parseLong(pids().getFirst());
      assumeThat(Files.exists(group(postmaster))).as("Linux with sched_autogroup").isTrue();

      while (!services.giveWay(true)) {
        Thread.onSpinWait();
      }
      assertThat(nicenesses(postmaster)).isNotEmpty().containsOnly("19");
      while (!services.giveWay(false)) {
        Thread.onSpinWait();
      }
      assertThat(nicenesses(postmaster)).isNotEmpty().containsOnly("0");
    }
  }

  private static Path group(long process) {
    return Path.of("/proc", Long.toString(process), "autogroup");
  }

  private static List<String> nicenesses(long postmaster) {
    return ProcessHandle.of(postmaster)
        .orElseThrow()
        .children()
        .map(EmbeddedServicesIT::nice)
        .toList();
  }

  private static String nice(ProcessHandle process) {
    try {
      String line = Files.readString(group(process.pid())).strip();
      return line.substring(line.lastIndexOf(' ') + 1);
    } catch (IOException ended) {
      throw new UncheckedIOException(ended);
    }
  }

  @Test
  void start_otherPortThanTheOrphans_restartsThem() throws Exception {
    EmbeddedPostgres orphan = EmbeddedPostgres.start(folder.resolve("postgres"), 0, Map.of());
    String old = pids().getFirst();
    assertThat(orphan.uri().value()).contains("@127.0.0.1:");

    EmbeddedPostgres restarted =
        EmbeddedPostgres.start(folder.resolve("postgres"), 0, Map.of("work_mem", "5MB"));

    assertThat(isAlive(old)).isFalse();
    assertThat(query(restarted.uri().value(), "SHOW work_mem")).isEqualTo("5MB");
    restarted.close();
  }

  @Test
  void start_pidFileOfAForeignProcess_leavesItAlone() throws Exception {
    EmbeddedServices.start(config()).close();
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      Path pidFile = folder.resolve("postgres/data/postmaster.pid");
      Files.writeString(pidFile, stranger.pid() + "\n" + pidFile.getParent() + "\n");
      Files.writeString(folder.resolve("redis/pid"), stranger.pid() + "\n");

      try (EmbeddedServices services = EmbeddedServices.start(config())) {
        assertThat(query(services.databaseUri(), "SELECT 1")).isEqualTo("1");
      }

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void start_secondServerOnTheFolder_isRefused() {
    EmbeddedServices services = EmbeddedServices.start(config());
    try {
      assertThatThrownBy(() -> EmbeddedServices.start(config()))
          .isInstanceOf(EmbeddedServiceFailure.class)
          .hasMessageContaining("another server uses data_dir " + folder);
    } finally {
      services.close();
    }
  }

  @Test
  void join_besideAServer_usesItsServicesAndLeavesThem() throws Exception {
    try (EmbeddedServices server = EmbeddedServices.start(config())) {
      try (EmbeddedServices command = EmbeddedServices.join(config())) {
        assertThat(command.databaseUri()).isEqualTo(server.databaseUri());
      }
      assertThat(query(server.databaseUri(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void join_withoutAServer_startsAndStopsThem() throws Exception {
    try (EmbeddedServices command = EmbeddedServices.join(config())) {
      assertThat(query(command.databaseUri(), "SELECT 1")).isEqualTo("1");
    }
    assertThat(EmbeddedPostgres.running(folder.resolve("postgres"))).isEmpty();
  }

  @Test
  void start_bothConfigured_startsNothing() {
    Path elsewhere = folder.resolve("elsewhere");
    Config config =
        Config.load(
            null,
            Map.of(
                "FLASHCROWD_DATA_DIR", elsewhere.toString(),
                "FLASHCROWD_DATABASE_URI", "postgresql://a:b@db.example/c",
                "FLASHCROWD_REDIS_URI", "redis://cache.example"));

    try (EmbeddedServices services = EmbeddedServices.start(config)) {
      assertThat(services.redisUri()).isEqualTo("redis://cache.example");
    }
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void start_passwords_areRequiredAndReadableByTheOwnerAlone() throws Exception {
    try (EmbeddedServices services = EmbeddedServices.start(config())) {
      for (String file : List.of("postgres/password", "redis/password", "redis/redis.conf")) {
        assertThat(Files.getPosixFilePermissions(folder.resolve(file)))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      }
      String uri = services.databaseUri().replaceAll(":[^:@/]+@", ":wrong@");
      assertThatThrownBy(() -> query(uri, "SELECT 1")).hasMessageContaining("authentication");
    }
  }

  private Config config() {
    return Config.load(null, Map.of("FLASHCROWD_DATA_DIR", folder.toString()));
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            ServicesHolder.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private List<String> pids() throws IOException {
    Path redis = folder.resolve("redis/pid");
    return List.of(
        Files.readAllLines(folder.resolve("postgres/data/postmaster.pid")).getFirst().strip(),
        Files.exists(redis) ? Files.readString(redis).strip() : "0");
  }

  private static boolean isAlive(String pid) {
    return ServiceProcess.find(Long.parseLong(pid), folder).isPresent();
  }

  private static void execute(String uri, String sql) throws SQLException {
    try (Connection connection = connect(uri);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(String uri, String sql) throws SQLException {
    try (Connection connection = connect(uri);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(String uri) throws SQLException {
    java.net.URI parts = java.net.URI.create(uri);
    String[] user = parts.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d%s".formatted(parts.getHost(), parts.getPort(), parts.getPath()),
        user[0],
        user[1]);
  }
}
