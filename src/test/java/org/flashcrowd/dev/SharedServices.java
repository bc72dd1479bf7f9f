package org.flashcrowd.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The one PostgreSQL and Redis of a test process, without any flush to disk. They live under {@code
 * target}, so that a test process that was killed leaves them to the next one, which takes them
 * over. Tests reach them by {@code testing.TestDatabase} and {@code testing.TestRedis}.
 */
public final class SharedServices {
  private static final Path FOLDER = folder("test-services");
  private static final int REDIS_DATABASES = 4096;

  private SharedServices() {}

  /** The URI of a database of the shared PostgreSQL; {@code flashcrowd} always exists. */
  public static String postgres(String database) {
    return Postgres.SERVER.uri(database).value();
  }

  /** The URI of a numbered database of the shared Redis. */
  public static String redis(int database) {
    return Redis.SERVER.uri(database % REDIS_DATABASES).value();
  }

  /** The first folder that no other test process uses; the lock is held until the process ends. */
  static Path folder(String name) {
    for (int number = 1; ; number++) {
      Path folder = Path.of("target", name + "-" + number).toAbsolutePath();
      if (DataLock.take(folder).isPresent()) {
        return folder;
      }
    }
  }

  static <T extends AutoCloseable> T closedWithTheProcess(T service) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    service.close();
                  } catch (Exception notStopped) {
                    System.err.println("a service of the tests did not stop: " + notStopped);
                  }
                }));
    return service;
  }

  /** Numbered databases are handed out again by each process. */
  private static EmbeddedRedis emptied(EmbeddedRedis redis) {
    URI uri = URI.create(redis.uri().value());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String commands = "AUTH %s\r\nFLUSHALL\r\nQUIT\r\n".formatted(uri.getUserInfo().substring(1));
      socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
      return redis;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static final class Postgres {
    static final EmbeddedPostgres SERVER =
        closedWithTheProcess(
            EmbeddedPostgres.start(FOLDER.resolve("postgres"), 0, PostgresSettings.THROWAWAY));
  }

  private static final class Redis {
    static final EmbeddedRedis SERVER =
        emptied(
            closedWithTheProcess(EmbeddedRedis.start(FOLDER.resolve("redis"), 0, REDIS_DATABASES)));
  }
}
