package org.flashcrowd.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One redis-server of its own, or a sentinel, that a test may kill. */
public final class RedisProcess implements AutoCloseable {
  /** What every Redis asks for; sentinels ask for nothing, and take anything. */
  public static final String PASSWORD = "correct-horse";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path folder;
  private final int port;
  private final Process process;

  private RedisProcess(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** A Redis with a password, and with some settings more. */
  public static RedisProcess start(Path folder, int port, String settings) {
    return launch(
        folder,
        port,
        """
        port %d
        bind 127.0.0.1
        dir "%s"
        save ""
        requirepass %s
        masterauth %s
        repl-diskless-sync-delay 0
        %s
        """
            .formatted(port, folder, PASSWORD, PASSWORD, settings));
  }

  /** A sentinel that watches one master with two others. */
  public static RedisProcess sentinel(Path folder, int port, String name, int master) {
    return launch(
        folder,
        port,
        """
        port %1$d
        bind 127.0.0.1
        dir "%2$s"
        sentinel monitor %3$s 127.0.0.1 %4$d 2
        sentinel auth-pass %3$s %5$s
        sentinel down-after-milliseconds %3$s 1000
        sentinel failover-timeout %3$s 5000
        """
            .formatted(port, folder, name, master, PASSWORD),
        "--sentinel");
  }

  private static RedisProcess launch(Path folder, int port, String settings, String... arguments) {
    try {
      Files.createDirectories(folder);
      Path program = EmbeddedRedis.unpack(new ServiceFolder(folder.resolveSibling("program")));
      Path file = Files.writeString(folder.resolve("redis.conf"), settings);
      ProcessBuilder builder =
          new ProcessBuilder(program.toString(), file.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile());
      builder.command().addAll(java.util.List.of(arguments));
      RedisProcess redis = new RedisProcess(folder, port, builder.start());
      redis.until(() -> redis.call("PING").contains("+PONG"));
      return redis;
    } catch (IOException notStarted) {
      throw new UncheckedIOException(notStarted);
    }
  }

  /** A free port, and with it one for the cluster's own talk. */
  public static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  public int port() {
    return port;
  }

  /** What it answers to a command, as it comes over the wire; empty while it is away. */
  public String call(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2_000);
      socket
          .getOutputStream()
          .write(
              "AUTH default %s\r\n%s\r\n"
                  .formatted(PASSWORD, command)
                  .getBytes(StandardCharsets.UTF_8));
      // Sentinels do not know QUIT.
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException away) {
      return "";
    }
  }

  /** Asks again and again, for a while. */
  public void until(BooleanSupplier holds) {
    if (!ServiceProcess.await(holds, PATIENCE)) {
      try {
        throw new AssertionError(
            "Redis at " + port + ": " + Files.readString(folder.resolve("log")));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }

  /** {@code kill -9}. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
