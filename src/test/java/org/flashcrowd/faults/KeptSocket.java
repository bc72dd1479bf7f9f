package org.flashcrowd.faults;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An app's WebSocket, which it opens again at once whenever it ends. */
final class KeptSocket implements WebSocket.Listener, AutoCloseable {
  /** How one ended where there was no close frame (RFC 6455, 7.1.5). */
  static final int CUT = 1006;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI site;
  private final String token;
  private final Queue<Integer> endings = new ConcurrentLinkedQueue<>();
  private final AtomicInteger opened = new AtomicInteger();
  private volatile boolean ended;
  private volatile boolean open;

  private KeptSocket(URI site, String token) {
    this.site = site;
    this.token = token;
  }

  /** Opens one at a site. */
  static KeptSocket at(URI site, String token) {
    KeptSocket socket = new KeptSocket(site, token);
    socket.connect();
    return socket;
  }

  private void connect() {
    if (ended) {
      return;
    }
    CompletableFuture<WebSocket> connecting =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(
                URI.create("ws://" + site.getAuthority() + "/api/v1/streaming?stream=user"), this);
    connecting.whenComplete(
        (socket, refused) -> {
          if (refused != null) {
            over(CUT);
          }
        });
  }

  @Override
  public void onOpen(WebSocket socket) {
    opened.incrementAndGet();
    open = true;
    socket.request(Long.MAX_VALUE);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    over(code);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket socket, Throwable broken) {
    over(CUT);
  }

  private void over(int code) {
    open = false;
    if (!ended) {
      endings.add(code);
      CompletableFuture.runAsync(this::connect, Thread::startVirtualThread);
    }
  }

  boolean isOpen() {
    return open;
  }

  /** The codes with which it was ended so far. */
  Queue<Integer> endings() {
    return endings;
  }

  @Override
  public void close() {
    ended = true;
    http.shutdownNow();
  }
}
