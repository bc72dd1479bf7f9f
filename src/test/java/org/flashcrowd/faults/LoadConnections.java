package org.flashcrowd.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a load, all on one thread. Each has one request at a time on it, sent from
 * bytes that are ready; of an answer only the status, the length and {@code Retry-After} are looked
 * at. A client that costs more than the server could not overload it from one core.
 */
final class LoadConnections {
  private static final int MOST = 2_000;

  /** A request that the generator has come to and that has no connection yet. */
  private record Waiting(LoadMixture.Call call, LoadTally tally, long asked) {}

  private final InetSocketAddress server;
  private final Selector selector = Selector.open();
  private final ByteBuffer received = ByteBuffer.allocateDirect(256 * 1024);
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private int open;

  LoadConnections(int port) throws IOException {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private final class Connection {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final AnswerReader answer = new AnswerReader();
    private LoadMixture.@Nullable Call call;
    private LoadTally tally;
    private long asked;
    private ByteBuffer unsent;

    Connection(Waiting next) throws IOException {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      call = next.call();
      tally = next.tally();
      asked = next.asked();
      unsent = next.call().bytes().duplicate();
      boolean connected = channel.connect(server);
      key =
          channel.register(
              selector, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, this);
    }

    void ask(Waiting next) {
      call = next.call();
      tally = next.tally();
      asked = next.asked();
      unsent = call.bytes().duplicate();
      send();
    }

    private void send() {
      try {
        channel.write(unsent);
        key.interestOps(unsent.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
      } catch (IOException cut) {
        gone();
      }
    }

    void ready() {
      try {
        if (key.isConnectable()) {
          channel.finishConnect();
          send();
        } else if (key.isWritable()) {
          send();
        } else {
          receive();
        }
      } catch (IOException cut) {
        gone();
      }
    }

    private void receive() throws IOException {
      received.clear();
      if (channel.read(received) < 0) {
        gone();
        return;
      }
      received.flip();
      if (answer.complete(received)) {
        long now = System.nanoTime();
        LoadMixture.Call asker = Objects.requireNonNull(call, "an answer that nobody asked for");
        tally.answered(asker.kind(), answer.status(), answer.retryAfter(), now - asked, now);
        call = null;
        Waiting next = waiting.pollFirst();
        if (next != null) {
          ask(next);
        } else {
          idle.addLast(this);
        }
      }
    }

    private void gone() {
      key.cancel();
      try {
        channel.close();
      } catch (IOException gone) {
        // As it is.
      }
      open--;
      if (call == null) {
        idle.remove(this);
      } else {
        tally.failed(System.nanoTime());
      }
    }
  }

  /** Requests that have no answer yet. */
  int underWay() {
    return open - idle.size();
  }

  int open() {
    return open;
  }

  /** Forgets the requests that have no connection yet. */
  void forgetWaiting() {
    for (Waiting one : waiting) {
      one.tally().sent--;
      one.tally().unsent++;
    }
    waiting.clear();
  }

  /** Sends a request, at once or as soon as there is a connection for it. */
  void ask(LoadMixture.Call call, LoadTally tally, long now) throws IOException {
    Waiting request = new Waiting(call, tally, now);
    Connection free = idle.pollLast();
    if (free != null) {
      tally.sent++;
      free.ask(request);
    } else if (open < MOST) {
      tally.sent++;
      open++;
      new Connection(request);
    } else if (waiting.size() < MOST) {
      tally.sent++;
      waiting.addLast(request);
    } else {
      tally.unsent++;
    }
  }

  /** Takes what has come, and waits for it at most so long. */
  void turn(long millis) throws IOException {
    if (millis <= 0) {
      selector.selectNow(key -> ((Connection) key.attachment()).ready());
    } else {
      selector.select(key -> ((Connection) key.attachment()).ready(), millis);
    }
  }
}
