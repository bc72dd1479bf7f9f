package org.flashcrowd.bench.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.bench.run.CpuClock;

/**
 * The bench's own generator of load, for what wrk cannot do: posts, events, uploads, and requests
 * at a given rate whatever the answers take. Latency then counts from the moment at which a request
 * was due (no coordinated omission).
 *
 * <p>{@code Load get|post|events|upload BASE REQUESTS CONNECTIONS RATE SECONDS SERVER POSTMASTER
 * [PHOTO]}; rate 0 asks again as soon as there is an answer; SERVER and POSTMASTER are the
 * processes whose CPU is counted. A quarter of that time before does not count, at a rate as long
 * again: this program has to warm up too, and there it has less to do that with. Prints one line of
 * JSON.
 */
public final class Load {
  private static final int GIVE_UP_SECONDS = 30;
  private static final String BOUNDARY = "flashcrowdbench";

  private final Vertx vertx;
  private final HttpClientAgent client;
  private final URI base;
  private final List<String> requests;
  private final Work work;
  private final Latencies latencies = new Latencies();
  private long number;
  private long underWay;
  private long failed;
  private int firstFailure;
  private boolean counting;
  private boolean over;

  /** What one request is. */
  private interface Work {
    RequestOptions options(String path);

    Buffer body(long number);
  }

  private final int connections;
  private final double rate;
  private final int seconds;
  private final long server;
  private final long postmaster;

  private Load(Vertx vertx, String[] arguments, Work work) throws IOException {
    this.vertx = vertx;
    this.work = work;
    this.base = URI.create(arguments[1]);
    this.requests = Files.readAllLines(Path.of(arguments[2]));
    this.connections = Integer.parseInt(arguments[3]);
    this.rate = Double.parseDouble(arguments[4]);
    this.seconds = Integer.parseInt(arguments[5]);
    this.server = Long.parseLong(arguments[6]);
    this.postmaster = Long.parseLong(arguments[7]);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setTcpNoDelay(true).setConnectTimeout(5_000),
            new PoolOptions().setHttp1MaxSize(connections).setEventLoopSize(1));
  }

  public static void main(String[] arguments) throws Exception {
    Work work =
        switch (arguments[0]) {
          case "get" -> new Get();
          case "post" -> new Post();
          case "events" -> new Events();
          case "upload" -> new Upload(Files.readAllBytes(Path.of(arguments[8])));
          default -> throw new IllegalArgumentException(arguments[0]);
        };
    Vertx vertx =
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
    Load load = new Load(vertx, arguments, work);
    vertx.runOnContext(go -> load.run());
  }

  /** Whether requests are sent at their times; otherwise the next one where one was answered. */
  private boolean rated() {
    return rate > 0;
  }

  private void run() {
    long started = System.nanoTime();
    if (rated()) {
      long[] sent = {0};
      vertx.setPeriodic(
          1,
          tick -> {
            double due = (System.nanoTime() - started) / 1e9 * rate;
            while (sent[0] < due && !over) {
              send(started + (long) (sent[0]++ / rate * 1e9));
            }
          });
    } else {
      for (int i = 0; i < connections; i++) {
        send(System.nanoTime());
      }
    }
    long warm = rated() ? seconds : Math.max(1, seconds / 4);
    vertx.setTimer(TimeUnit.SECONDS.toMillis(warm), timer -> count());
  }

  /** From here on. */
  private void count() {
    counting = true;
    CpuClock cpu = CpuClock.start(server, postmaster);
    long started = System.nanoTime();
    vertx.setTimer(TimeUnit.SECONDS.toMillis(seconds), timer -> stop(started, cpu));
  }

  private void send(long due) {
    String[] line = requests.get((int) (number % requests.size())).split("\t");
    underWay++;
    boolean counted = counting;
    RequestOptions options = work.options(line[0]).setHost(base.getHost()).setPort(base.getPort());
    if (line.length > 1) {
      options.putHeader("Authorization", "Bearer " + line[1]);
    }
    Buffer body = work.body(number++);
    client
        .request(options.setTimeout(TimeUnit.SECONDS.toMillis(GIVE_UP_SECONDS)))
        .compose(request -> body.length() == 0 ? request.send() : request.send(body))
        .compose(answer -> answer.end().map(answer.statusCode()))
        .onComplete(
            answer -> {
              underWay--;
              boolean success = answer.succeeded() && answer.result() / 100 == 2;
              answered(due, counted, success, answer.succeeded() ? answer.result() : -1);
              if (!over && !rated()) {
                send(System.nanoTime());
              }
            });
  }

  private void answered(long since, boolean due, boolean success, int status) {
    // At a rate, what was due while it counts; otherwise what was answered then.
    if (rated() ? !due : !counting || over) {
      return;
    }
    if (success) {
      latencies.add(System.nanoTime() - since);
    } else {
      failed++;
      firstFailure = firstFailure == 0 ? status : firstFailure;
    }
  }

  /** What is still under way is waited for where there is a rate: leaving it out would flatter. */
  private void stop(long started, CpuClock cpu) {
    over = true;
    double seconds = (System.nanoTime() - started) / 1e9;
    JsonObject spent = cpu.spent();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(rated() ? GIVE_UP_SECONDS : 0);
    vertx.setPeriodic(
        5,
        tick -> {
          if (underWay == 0 || System.nanoTime() >= deadline) {
            System.out.println(
                latencies
                    .json(seconds)
                    .mergeIn(spent)
                    .put("failed", failed)
                    .put("status", firstFailure)
                    .encode());
            System.out.flush();
            Runtime.getRuntime().halt(0);
          }
        });
  }

  private static final class Get implements Work {
    @Override
    public RequestOptions options(String path) {
      return new RequestOptions().setMethod(HttpMethod.GET).setURI(path);
    }

    @Override
    public Buffer body(long number) {
      return Buffer.buffer();
    }
  }

  private static final class Post implements Work {
    @Override
    public RequestOptions options(String path) {
      return new RequestOptions()
          .setMethod(HttpMethod.POST)
          .setURI(path)
          .putHeader("Content-Type", "application/x-www-form-urlencoded");
    }

    @Override
    public Buffer body(long number) {
      return Buffer.buffer("status=A+walk+by+the+sea%2C+number+" + number + "+%23bench");
    }
  }

  /** A call as a client makes it that tells of a minute of looking around. */
  private static final class Events implements Work {
    private static final int IN_A_CALL = 50;

    private final Buffer body;

    private Events() {
      JsonArray events = new JsonArray();
      for (int i = 1; i <= IN_A_CALL; i++) {
        events.add(
            new JsonObject()
                .put("type", "view")
                .put("status_id", String.valueOf(i))
                .put("duration_ms", 40 * i));
      }
      body = new JsonObject().put("events", events).toBuffer();
    }

    @Override
    public RequestOptions options(String path) {
      return new RequestOptions()
          .setMethod(HttpMethod.POST)
          .setURI(path)
          .putHeader("Content-Type", "application/json");
    }

    @Override
    public Buffer body(long number) {
      return body;
    }
  }

  private static final class Upload implements Work {
    private final Buffer body;

    private Upload(byte[] photo) {
      body =
          Buffer.buffer(
                  "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.jpg\"\r\n"
                          .formatted(BOUNDARY)
                      + "Content-Type: image/jpeg\r\n\r\n")
              .appendBytes(photo)
              .appendString("\r\n--" + BOUNDARY + "--\r\n");
    }

    @Override
    public RequestOptions options(String path) {
      return new RequestOptions()
          .setMethod(HttpMethod.POST)
          .setURI(path)
          .putHeader("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
    }

    @Override
    public Buffer body(long number) {
      return body;
    }
  }
}
