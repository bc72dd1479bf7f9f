package org.flashcrowd.media;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flashcrowd.testing.TestServer;

/** A way to a service that can be made to hang or to break. */
final class Wire implements AutoCloseable {
  private enum State {
    WHOLE,
    SILENT,
    CUT
  }

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
  private final NetServer server;
  private volatile State state = State.WHOLE;

  Wire(URI to) {
    this.server =
        TestServer.await(
            vertx
                .createNetServer()
                .connectHandler(from -> connect(from, to))
                .listen(0, "127.0.0.1"));
  }

  private void connect(NetSocket from, URI to) {
    open.add(from);
    from.closeHandler(closed -> open.remove(from));
    from.exceptionHandler(reset -> from.close());
    switch (state) {
      case CUT -> from.close();
      case SILENT -> from.handler(swallowed -> {});
      case WHOLE -> {
        from.pause();
        client
            .connect(to.getPort(), to.getHost())
            .onFailure(refused -> from.close())
            .onSuccess(
                there -> {
                  from.pipeTo(there);
                  there.pipeTo(from);
                });
      }
    }
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** Whoever connects from now on is not answered; whoever is connected is cut. */
  void silence() {
    become(State.SILENT);
  }

  /** Every connection is closed, and every new one too. */
  void cut() {
    become(State.CUT);
  }

  void mend() {
    become(State.WHOLE);
  }

  private void become(State next) {
    state = next;
    open.forEach(NetSocket::close);
  }

  @Override
  public void close() {
    TestServer.await(vertx.close());
  }
}
