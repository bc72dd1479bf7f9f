package org.flashcrowd.faults;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server for a mixture of things over many connections, in a process of its own: first as
 * fast as it answers (for its peak), then at a rate that does not care how it answers.
 *
 * <p>Prints one figure a line, {@code name value}. HTTP is spoken by hand, one request at a time on
 * a connection, because a client that costs more than the server could not overload it from one
 * core. Times count from the moment at which a request was due, so that a generator or a server
 * that is late cannot hide it.
 */
public final class LoadGenerator {
  private static final int MOST_CONNECTIONS = 2_000;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int[] STEPS = {4, 8, 16, 32, 64};
  private static final long STEP_SECONDS = 4;

  private final Vertx vertx;
  private final NetClient client;
  private final int port;
  private final List<Buffer> requests;
  private final Random random = new Random(1);
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Deque<Long> due = new ArrayDeque<>();
  private int connections;
  private boolean closedLoop;
  private Tally tally = new Tally();

  /** What came back in one phase. */
  private static final class Tally {
    private static final int BUCKETS = 100_000;
    private static final long NANOS = 100_000;

    private final int[] accepted = new int[BUCKETS];
    private final int[] refused = new int[BUCKETS];
    private final List<Integer> goodBySecond = new ArrayList<>();
    private final List<Long> slowestBySecond = new ArrayList<>();
    private final List<Integer> refusedBySecond = new ArrayList<>();
    private final long started = System.nanoTime();
    private long sent;
    private long good;
    private long turnedAway;
    private long withoutRetryAfter;
    private long failed;
    private long unsent;

    void take(int status, boolean retryAfter, long nanos) {
      int bucket = (int) Math.min(BUCKETS - 1, nanos / NANOS);
      int second = (int) ((System.nanoTime() - started) / 1_000_000_000L);
      while (goodBySecond.size() <= second) {
        goodBySecond.add(0);
        refusedBySecond.add(0);
        slowestBySecond.add(0L);
      }
      if (status / 100 == 2) {
        good++;
        accepted[bucket]++;
        goodBySecond.set(second, goodBySecond.get(second) + 1);
        slowestBySecond.set(second, Math.max(slowestBySecond.get(second), nanos));
      } else if (status == 503) {
        turnedAway++;
        refused[bucket]++;
        refusedBySecond.set(second, refusedBySecond.get(second) + 1);
        if (!retryAfter) {
          withoutRetryAfter++;
        }
      } else {
        failed++;
      }
    }

    static double quantile(int[] buckets, double share) {
      long all = 0;
      for (int count : buckets) {
        all += count;
      }
      long left = (long) Math.ceil(all * share);
      for (int i = 0; i < buckets.length; i++) {
        left -= buckets[i];
        if (left <= 0) {
          return (i + 1) * NANOS / 1e6;
        }
      }
      return 0;
    }

    /** The first second from which on nothing was refused and nothing took a quarter second. */
    int normalAfter() {
      int normal = 0;
      for (int i = 0; i < goodBySecond.size(); i++) {
        if (refusedBySecond.get(i) > 0 || slowestBySecond.get(i) > 250_000_000L) {
          normal = i + 1;
        }
      }
      return normal;
    }
  }

  /** One connection, with at most one request on it. */
  private final class Connection {
    private final NetSocket socket;
    private Buffer head = Buffer.buffer();
    private long asked;
    private long left = -1;
    private int status;
    private boolean retryAfter;

    Connection(NetSocket socket) {
      this.socket = socket;
      socket.handler(this::received);
      socket.closeHandler(closed -> gone());
    }

    void ask(long dueNanos) {
      asked = dueNanos;
      tally.sent++;
      socket.write(requests.get(random.nextInt(requests.size())));
    }

    private void received(Buffer bytes) {
      if (left >= 0) {
        left -= bytes.length();
      } else {
        head.appendBuffer(bytes);
        int end = endOfHead();
        if (end < 0) {
          return;
        }
        String text = head.getString(0, end).toLowerCase(java.util.Locale.ROOT);
        status = Integer.parseInt(text.substring(9, 12));
        retryAfter = text.contains("retry-after:");
        left = length(text) - (head.length() - end - END_OF_HEAD.length);
      }
      if (left <= 0) {
        head = Buffer.buffer();
        left = -1;
        tally.take(status, retryAfter, System.nanoTime() - asked);
        next(this);
      }
    }

    private int endOfHead() {
      for (int i = 0; i + 3 < head.length(); i++) {
        if (head.getByte(i) == '\r' && head.getByte(i + 1) == '\n' && head.getByte(i + 2) == '\r') {
          return i;
        }
      }
      return -1;
    }

    private long length(String text) {
      int at = text.indexOf("content-length:");
      if (at < 0) {
        throw new IllegalStateException("an answer without a length:\n" + text);
      }
      int end = text.indexOf('\r', at);
      return Long.parseLong(text.substring(at + 15, end < 0 ? text.length() : end).trim());
    }

    private void gone() {
      connections--;
      idle.remove(this);
      tally.failed++;
    }
  }

  private LoadGenerator(Vertx vertx, int port, List<Buffer> requests) {
    this.vertx = vertx;
    this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    this.port = port;
    this.requests = requests;
  }

  /** A connection has its answer. */
  private void next(Connection connection) {
    Long waiting = due.pollFirst();
    if (closedLoop) {
      connection.ask(System.nanoTime());
    } else if (waiting != null) {
      connection.ask(waiting);
    } else {
      idle.addLast(connection);
    }
  }

  private void open() {
    connections++;
    client
        .connect(port, "127.0.0.1")
        .onSuccess(socket -> next(new Connection(socket)))
        .onFailure(
            refused -> {
              connections--;
              tally.failed++;
            });
  }

  /** As many requests at once as {@code atOnce}, each followed by the next. */
  private Tally closed(int atOnce, long seconds) throws Exception {
    run(
        () -> {
          tally = new Tally();
          closedLoop = true;
          while (!idle.isEmpty() && connections - idle.size() < atOnce) {
            idle.removeFirst().ask(System.nanoTime());
          }
          while (connections < atOnce) {
            open();
          }
        });
    TimeUnit.SECONDS.sleep(seconds);
    CompletableFuture<Tally> done = new CompletableFuture<>();
    run(
        () -> {
          closedLoop = false;
          done.complete(tally);
        });
    return done.get();
  }

  /** So many requests a second, whatever comes back. */
  private Tally open(double rate, long seconds) throws Exception {
    CompletableFuture<Tally> done = new CompletableFuture<>();
    run(
        () -> {
          tally = new Tally();
          long started = System.nanoTime();
          long[] asked = new long[1];
          vertx.setPeriodic(
              1,
              tick -> {
                long now = System.nanoTime();
                long elapsed = now - started;
                if (elapsed > TimeUnit.SECONDS.toNanos(seconds)) {
                  vertx.cancelTimer(tick);
                  tally.unsent += due.size();
                  due.clear();
                  done.complete(tally);
                  return;
                }
                long until = (long) (elapsed / 1e9 * rate);
                for (; asked[0] < until; asked[0]++) {
                  ask(started + (long) (asked[0] / rate * 1e9));
                }
              });
        });
    return done.get();
  }

  private void ask(long dueNanos) {
    Connection free = idle.pollFirst();
    if (free != null) {
      free.ask(dueNanos);
      return;
    }
    if (due.size() < MOST_CONNECTIONS) {
      due.addLast(dueNanos);
    } else {
      tally.unsent++;
    }
    if (connections < MOST_CONNECTIONS) {
      open();
    }
  }

  private void run(Runnable work) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context()
        .runOnContext(
            go -> {
              work.run();
              done.complete(null);
            });
    done.get();
  }

  private io.vertx.core.@Nullable Context loop;

  private io.vertx.core.Context context() {
    io.vertx.core.Context known = loop;
    if (known == null) {
      known = vertx.getOrCreateContext();
      loop = known;
    }
    return known;
  }

  private static void say(String name, double value) {
    System.out.printf(java.util.Locale.ROOT, "%s %.1f%n", name, value);
  }

  /** {@code port file factor seconds}; the file has one request a line, its parts apart by tabs. */
  public static void main(String[] arguments) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    LoadGenerator load =
        new LoadGenerator(vertx, Integer.parseInt(arguments[0]), requests(Path.of(arguments[1])));
    double factor = Double.parseDouble(arguments[2]);
    long seconds = Long.parseLong(arguments[3]);
    load.closed(16, 4 * STEP_SECONDS);
    double peak = 0;
    for (int step : STEPS) {
      Tally tally = load.closed(step, STEP_SECONDS);
      double rate = (double) tally.good / STEP_SECONDS;
      say("step" + step, rate);
      peak = Math.max(peak, rate);
    }
    say("peak", peak);
    Tally over = load.open(factor * peak, seconds);
    say("offered", (double) (over.sent + over.unsent) / seconds);
    say("sent", (double) over.sent / seconds);
    say("goodput", (double) over.good / seconds);
    say("accepted-p50", Tally.quantile(over.accepted, 0.5));
    say("accepted-p99", Tally.quantile(over.accepted, 0.99));
    say("refused", (double) over.turnedAway / seconds);
    say("refused-p50", Tally.quantile(over.refused, 0.5));
    say("refused-p99", Tally.quantile(over.refused, 0.99));
    say("refused-max", Tally.quantile(over.refused, 1));
    say("without-retry-after", (double) over.withoutRetryAfter);
    say("failed", (double) over.failed);
    say("unsent", (double) over.unsent);
    say("connections", load.connections);
    Tally after = load.open(peak / 2, 15);
    say("normal-after", after.normalAfter());
    say("after-goodput", (double) after.good / 15);
    System.exit(0);
  }

  private static List<Buffer> requests(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(LoadGenerator::request).toList();
  }

  /** {@code METHOD path token body}; a dash for none. */
  private static Buffer request(String line) {
    String[] parts = line.split("\t", -1);
    String body = parts[3].equals("-") ? "" : parts[3];
    String head = parts[0] + " " + parts[1] + " HTTP/1.1\r\nHost: localhost\r\n";
    if (!parts[2].equals("-")) {
      head += "Authorization: Bearer " + parts[2] + "\r\n";
    }
    if (!body.isEmpty()) {
      head += "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
    }
    return Buffer.buffer(head + "\r\n" + body);
  }
}
