package org.flashcrowd.push;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.flashcrowd.testing.TestStore;

/** A push service on the loopback, that answers as it is told and keeps what it gets. */
final class PushService implements AutoCloseable {
  /**
   * A push.
   *
   * @param headers by name in lower case
   */
  record Received(String path, Map<String, String> headers, Buffer body) {
    String header(String name) {
      return String.valueOf(headers.get(name));
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final HttpServer server;
  private volatile Consumer<HttpServerRequest> answer =
      request -> request.response().setStatusCode(201).end();

  PushService() {
    server =
        TestStore.await(
            vertx.createHttpServer().requestHandler(this::receive).listen(0, "127.0.0.1"));
  }

  private void receive(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              Map<String, String> headers = new HashMap<>();
              request
                  .headers()
                  .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
              // Chosen before anybody knows of the push, who may then choose how the next is
              // answered.
              Consumer<HttpServerRequest> chosen = answer;
              received.add(new Received(String.valueOf(request.path()), headers, body));
              chosen.accept(request);
            });
  }

  void answers(Consumer<HttpServerRequest> how) {
    answer = how;
  }

  void answers(int status) {
    answers(request -> request.response().setStatusCode(status).end());
  }

  String endpoint(String host, String path) {
    return "http://" + host + ":" + server.actualPort() + path;
  }

  Received next() throws InterruptedException {
    Received next = received.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing was pushed");
    }
    return next;
  }

  /** How many came and were not taken by {@link #next}. */
  int received() {
    return received.size();
  }

  boolean isSilent() {
    return received.isEmpty();
  }

  @Override
  public void close() {
    TestStore.await(vertx.close());
  }
}
