package org.flashcrowd.dev;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flashcrowd.config.Secret;
import redis.embedded.RedisExecProvider;

/**
 * A Redis with its data in one folder, bound to the loopback, with a password of its own. Started,
 * or taken over where a server that was killed left it running.
 */
final class EmbeddedRedis implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration PORT_LIMIT = Duration.ofSeconds(3);
  private static final int PROBE_MILLIS = 500;
  private static final Set<String> X86 = Set.of("amd64", "x86_64");

  private final ServiceFolder folder;

  private EmbeddedRedis(ServiceFolder folder) {
    this.folder = folder;
  }

  /**
   * Starts or adopts the Redis of {@code folder}; blocks until it answers.
   *
   * @param port to listen on; 0 for a free one, the same as last time where possible
   * @param databases how many numbered databases it has
   */
  static EmbeddedRedis start(Path folder, int port, int databases) {
    EmbeddedRedis redis = new EmbeddedRedis(new ServiceFolder(folder));
    redis.start(port, databases);
    return redis;
  }

  /** The one that another process started in {@code folder}, where it runs. */
  static Optional<EmbeddedRedis> running(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    EmbeddedRedis redis = new EmbeddedRedis(new ServiceFolder(folder));
    return redis.process().isPresent() && redis.isReady() ? Optional.of(redis) : Optional.empty();
  }

  Secret uri() {
    return uri(0);
  }

  Secret uri(int database) {
    return new Secret(
        "redis://:%s@127.0.0.1:%d/%d"
            .formatted(folder.password(), folder.rememberedPort().orElseThrow(), database));
  }

  private void start(int port, int databases) {
    int current = folder.rememberedPort().orElse(0);
    boolean wanted =
        (port == 0 || port == current)
            && folder
                .read("redis.conf")
                .filter(settings(current, databases).strip()::equals)
                .isPresent();
    if (process().isPresent() && !wanted) {
      close();
    }
    if (process().isEmpty()) {
      launch(port, databases);
    }
    if (!ServiceProcess.await(this::isReady, PORT_LIMIT) && process().isEmpty()) {
      // Somebody took the port between the look at it and the start; another one is chosen now.
      launch(port, databases);
    }
    if (!ServiceProcess.await(this::isReady, LIMIT)) {
      throw new EmbeddedServiceFailure(
          "the embedded Redis does not start; see " + folder.resolve("log"));
    }
  }

  private void launch(int port, int databases) {
    Path program = unpack(folder);
    folder.write("redis.conf", settings(folder.choosePort(port), databases));
    ServiceProcess.run(
        List.of(program.toString(), folder.resolve("redis.conf").toString()),
        null,
        folder.resolve("log"),
        LIMIT);
  }

  private String settings(int port, int databases) {
    return """
    # Written at each start; edits are lost.
    bind 127.0.0.1
    port %d
    requirepass %s
    dir "%s"
    pidfile "%s"
    logfile "%s"
    loglevel warning
    daemonize yes
    # Otherwise it renames itself and cannot be recognised as ours after a crash of the server.
    set-proc-title no
    databases %d
    # What a crash may cost is the last second.
    appendonly yes
    appendfsync everysec
    save ""
    maxmemory 256mb
    maxmemory-policy allkeys-lru
    """
        .formatted(
            port,
            folder.password(),
            folder.path(),
            folder.resolve("pid"),
            folder.resolve("log"),
            databases);
  }

  /** Puts the program into a folder, where it is not there yet. */
  static Path unpack(ServiceFolder folder) {
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    String machine = X86.contains(System.getProperty("os.arch")) ? "amd64" : "arm64";
    String name =
        "redis-server-%s-%s-%s".formatted(RedisExecProvider.redisVersion, system, machine);
    Path program = folder.resolve(name);
    if (Files.exists(program)) {
      return program;
    }
    try (InputStream packed = RedisExecProvider.class.getResourceAsStream("/" + name)) {
      if (packed == null) {
        throw new EmbeddedServiceFailure(
            "no embedded Redis for %s on %s; set FLASHCROWD_REDIS_URI to one of your own"
                .formatted(system, System.getProperty("os.arch")));
      }
      Path draft = folder.resolve(name + ".new");
      ServiceProcess.writePrograms(
          () -> Files.copy(packed, draft, StandardCopyOption.REPLACE_EXISTING));
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx------"));
      return Files.move(draft, program, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private Optional<ProcessHandle> process() {
    return folder
        .read("pid")
        .filter(pid -> pid.matches("\\d+"))
        .flatMap(pid -> ServiceProcess.find(Long.parseLong(pid), folder.path()));
  }

  private boolean isReady() {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PROBE_MILLIS);
      socket.connect(
          new InetSocketAddress(
              InetAddress.getLoopbackAddress(), folder.rememberedPort().orElseThrow()),
          PROBE_MILLIS);
      OutputStream out = socket.getOutputStream();
      out.write(
          "AUTH %s\r\nPING\r\nQUIT\r\n"
              .formatted(folder.password())
              .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.contains("+PONG");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Writes what is left to disk and stops; the data stays. */
  @Override
  public void close() {
    process()
        .ifPresent(
            process -> {
              process.destroy();
              if (!ServiceProcess.await(() -> process().isEmpty(), LIMIT)) {
                process.destroyForcibly();
                ServiceProcess.await(() -> process().isEmpty(), LIMIT);
              }
            });
  }
}
