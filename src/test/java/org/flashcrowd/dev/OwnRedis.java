package org.flashcrowd.dev;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Redis for tests that break it: it can be killed, frozen, emptied, stopped and started again on
 * the same port. One test at a time has it.
 */
public final class OwnRedis {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int DATABASES = 16;
  private static final OwnRedis ONLY = new OwnRedis();

  private final Path folder = SharedServices.folder("own-redis");
  private @Nullable EmbeddedRedis redis;

  private OwnRedis() {
    SharedServices.closedWithTheProcess(
        (AutoCloseable)
            () -> {
              thaw();
              stop();
            });
  }

  /** Starts it, or takes over the one of the test before; it is empty. */
  public static OwnRedis start() {
    // One that an earlier test left frozen neither answers nor stops.
    ONLY.thaw();
    ONLY.restart();
    ONLY.empty();
    return ONLY;
  }

  public String uri() {
    return requireNonNull(redis).uri(0).value();
  }

  /** FLUSHALL. */
  public void empty() {
    URI uri = URI.create(uri());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      String commands = "AUTH %s\r\nFLUSHALL\r\nQUIT\r\n".formatted(uri.getUserInfo().substring(1));
      socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!answer.equals("+OK\r\n+OK\r\n+OK\r\n")) {
        throw new AssertionError(answer);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** {@code kill -9}; returns when it is dead. */
  public void kill() {
    Signals.send("KILL", process());
    if (!ServiceProcess.await(() -> process().isEmpty(), PATIENCE)) {
      throw new AssertionError("Redis does not die");
    }
  }

  /** SIGSTOP: its port stays open and nobody answers. */
  public void freeze() {
    Signals.send("STOP", process());
  }

  /** Ends {@link #freeze}. */
  public void thaw() {
    Signals.send("CONT", process());
  }

  public void stop() {
    if (redis != null) {
      redis.close();
    }
  }

  /** Starts it after {@link #stop} or {@link #kill}; returns when it answers. */
  public void restart() {
    redis = EmbeddedRedis.start(folder, 0, DATABASES);
  }

  private List<ProcessHandle> process() {
    Path pidFile = folder.resolve("pid");
    try {
      return Files.exists(pidFile)
          ? ServiceProcess.find(Long.parseLong(Files.readString(pidFile).strip()), folder).stream()
              .toList()
          : List.of();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
