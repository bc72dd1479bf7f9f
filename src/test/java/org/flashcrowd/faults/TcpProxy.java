package org.flashcrowd.faults;

import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.flashcrowd.testing.TestServer;

/**
 * A wire between two programs that can be made slow, narrow, cut or dead. What is set counts for
 * connections that exist as well, {@link #cutRequests} and {@link #cutAnswers} for new ones.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int MOST_WAITING = 256 << 10;
  private static final long UNCUT = Long.MAX_VALUE;

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final Context loop = vertx.getOrCreateContext();
  private final String host;
  private final int to;
  private final Set<Wire> wires = new HashSet<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private NetServer server;
  private int port;

  // Touched on the event loop only.
  private long latencyNanos;
  private long bytesPerSecond;
  private boolean dead;
  private long cutRequests = UNCUT;
  private long cutAnswers = UNCUT;

  private TcpProxy(String host, int to) {
    this.host = host;
    this.to = to;
    this.server = listen();
    this.port = server.actualPort();
  }

  /** A proxy at a free port of the loopback. */
  public static TcpProxy to(String host, int port) {
    return new TcpProxy(host, port);
  }

  private NetServer listen() {
    return TestServer.await(
        vertx.createNetServer().connectHandler(this::join).listen(port, "127.0.0.1"));
  }

  public int port() {
    return port;
  }

  /** Connections that were made to it so far. */
  public int accepted() {
    return accepted.get();
  }

  /** Delays each byte by this much, in each direction. */
  public void latency(Duration oneWay) {
    set(() -> latencyNanos = oneWay.toNanos());
  }

  /** Lets this many bytes a second through, in each direction of each connection; 0 for all. */
  public void bandwidth(long rate) {
    set(() -> bytesPerSecond = rate);
  }

  /**
   * A network partition: nothing gets through, not even the end of a connection, and nobody is
   * told. New connections are accepted and stay silent. What was sent arrives after {@link #heal}.
   */
  public void blackhole() {
    set(() -> dead = true);
  }

  /** Ends {@link #blackhole}. */
  public void heal() {
    set(
        () -> {
          dead = false;
          Set.copyOf(wires).forEach(Wire::pump);
          return null;
        });
  }

  /** Resets (RST) every connection; new ones are taken. */
  public void reset() {
    set(
        () -> {
          Set.copyOf(wires).forEach(Wire::reset);
          return null;
        });
  }

  /** Resets each new connection after this many bytes of what its client sends. */
  public void cutRequests(long bytes) {
    set(() -> cutRequests = bytes);
  }

  /**
   * Resets each new connection after this many bytes of the answers: with 0 what was asked is done
   * and nobody hears of it.
   */
  public void cutAnswers(long bytes) {
    set(() -> cutAnswers = bytes);
  }

  /** Ends {@link #cutRequests} and {@link #cutAnswers}. */
  public void uncut() {
    cutRequests(UNCUT);
    cutAnswers(UNCUT);
  }

  /** Stops listening and resets every connection: nobody is there. */
  public void down() {
    TestServer.await(server.close());
    reset();
  }

  /** Ends {@link #down}, on the same port. */
  public void up() {
    server = listen();
  }

  private void set(Callable<?> change) {
    Promise<Void> done = Promise.promise();
    loop.runOnContext(
        go -> {
          try {
            change.call();
            done.complete();
          } catch (Exception broken) {
            done.fail(broken);
          }
        });
    TestServer.await(done.future());
  }

  private void join(NetSocket client) {
    accepted.incrementAndGet();
    client.pause();
    vertx
        .createNetClient()
        .connect(to, host)
        .onSuccess(
            service -> {
              Wire wire = new Wire(client, service);
              wires.add(wire);
              wire.open();
            })
        .onFailure(
            refused -> {
              if (!dead) {
                abort(client);
              }
            });
  }

  private static void abort(NetSocket socket) {
    ((NetSocketInternal) socket)
        .channelHandlerContext()
        .channel()
        .config()
        .setOption(ChannelOption.SO_LINGER, 0);
    socket.close();
  }

  /** One connection. */
  private final class Wire {
    private final NetSocket client;
    private final NetSocket service;
    private final Way requests;
    private final Way answers;

    Wire(NetSocket client, NetSocket service) {
      this.client = client;
      this.service = service;
      this.requests = new Way(this, client, service, cutRequests);
      this.answers = new Way(this, service, client, cutAnswers);
    }

    void open() {
      requests.open();
      answers.open();
      client.resume();
    }

    void pump() {
      requests.pump();
      answers.pump();
    }

    void reset() {
      wires.remove(this);
      abort(client);
      abort(service);
    }
  }

  private record Parcel(Buffer bytes, long due) {}

  /** One direction of a connection. */
  private final class Way {
    private final Wire wire;
    private final NetSocket from;
    private final NetSocket into;
    private final Queue<Parcel> waiting = new ArrayDeque<>();
    private long left;
    private long waitingBytes;
    private long freeAt;
    private boolean timed;
    private boolean ended;

    Way(Wire wire, NetSocket from, NetSocket into, long left) {
      this.wire = wire;
      this.from = from;
      this.into = into;
      this.left = left;
    }

    void open() {
      from.handler(this::take);
      from.closeHandler(
          closed -> {
            ended = true;
            pump();
          });
      from.exceptionHandler(broken -> {});
      into.drainHandler(drained -> pump());
    }

    private void take(Buffer bytes) {
      long nanos = bytesPerSecond == 0 ? 0 : bytes.length() * 1_000_000_000L / bytesPerSecond;
      freeAt = Math.max(System.nanoTime(), freeAt) + nanos;
      waiting.add(new Parcel(bytes, freeAt + latencyNanos));
      waitingBytes += bytes.length();
      if (waitingBytes > MOST_WAITING) {
        from.pause();
      }
      pump();
    }

    void pump() {
      while (!dead && !timed && !waiting.isEmpty() && !into.writeQueueFull()) {
        long millis = TimeUnit.NANOSECONDS.toMillis(waiting.element().due() - System.nanoTime());
        if (millis > 0) {
          timed = true;
          vertx.setTimer(
              millis,
              due -> {
                timed = false;
                pump();
              });
          return;
        }
        pass(waiting.remove().bytes());
      }
      if (!dead && ended && waiting.isEmpty()) {
        wires.remove(wire);
        into.close();
      }
    }

    private void pass(Buffer bytes) {
      waitingBytes -= bytes.length();
      if (waitingBytes <= MOST_WAITING) {
        from.resume();
      }
      if (bytes.length() >= left) {
        into.write(bytes.slice(0, (int) left)).onComplete(written -> wire.reset());
        left = 0;
      } else {
        left -= left == UNCUT ? 0 : bytes.length();
        into.write(bytes);
      }
    }
  }

  @Override
  public void close() {
    TestServer.await(vertx.close());
  }
}
