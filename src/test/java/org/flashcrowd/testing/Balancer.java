package org.flashcrowd.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** HAProxy in front of three nodes, with {@code conf/haproxy/haproxy.cfg} as it is documented. */
public final class Balancer implements AutoCloseable {
  /** Why tests with it are skipped. */
  public static final String MISSING = "HAProxy is not installed (Debian: apt install haproxy)";

  private static final int NODES = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Process process;
  private final int port;
  private final Path log;

  private Balancer(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Whether this machine has it. */
  public static boolean isInstalled() {
    return program() != null;
  }

  private static @Nullable Path program() {
    return Stream.of(
            "/usr/sbin/haproxy",
            "/usr/local/sbin/haproxy",
            "/usr/bin/haproxy",
            "/opt/homebrew/bin/haproxy")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /** The two ports of a node, which it keeps through its restarts. */
  public record Node(int port, int management) {
    /** Two that are free. */
    public static Node free() {
      return new Node(freePort(), freePort());
    }

    /** What the node is started with. */
    public Map<String, String> settings() {
      return Map.of(
          "FLASHCROWD_HTTP_PORT",
          Integer.toString(port),
          "FLASHCROWD_MANAGEMENT_PORT",
          Integer.toString(management));
    }
  }

  /**
   * Starts it.
   *
   * @param variables of the configuration beside the addresses, such as {@code BALANCE}
   */
  public static Balancer start(List<Node> nodes, Map<String, String> variables) {
    try {
      Path log = Files.createTempFile("haproxy", ".log");
      int port = freePort();
      ProcessBuilder builder =
          new ProcessBuilder(String.valueOf(program()), "-db", "-f", "conf/haproxy/haproxy.cfg")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      Map<String, String> environment = builder.environment();
      environment.put("BIND", "127.0.0.1:" + port);
      environment.put("INTERVAL", "200ms");
      for (int i = 0; i < NODES; i++) {
        Node node = nodes.get(i);
        environment.put("NODE" + (i + 1), "127.0.0.1:" + node.port());
        environment.put("NODE" + (i + 1) + "_MANAGEMENT", Integer.toString(node.management()));
      }
      environment.putAll(variables);
      Balancer balancer = new Balancer(builder.start(), port, log);
      balancer.awaitStart();
      return balancer;
    } catch (IOException notStarted) {
      throw new UncheckedIOException(notStarted);
    }
  }

  private void awaitStart() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!listens()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        String said = log();
        close();
        throw new AssertionError("HAProxy does not start: " + said);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public ApiClient client() {
    return new ApiClient(uri());
  }

  /** What it has said about its nodes. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The last that it has said about one of them, such as "Server nodes/node1 is UP". */
  public String lastWord(String node) {
    return log()
        .lines()
        .filter(line -> line.contains("nodes/" + node + " is "))
        .reduce("", (before, line) -> line);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Files.deleteIfExists(log);
    } catch (IOException | InterruptedException kept) {
      throw new AssertionError(kept);
    }
  }
}
