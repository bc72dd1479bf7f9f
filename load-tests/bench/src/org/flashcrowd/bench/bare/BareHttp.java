package org.flashcrowd.bench.bare;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** An HTTP server that does one thing, on one event loop for each of its cores. */
final class BareHttp {
  /** What it does, made once for each event loop. */
  interface Answer {
    Future<Buffer> answer(HttpServerRequest request);
  }

  private BareHttp() {}

  static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors())));
  }

  /** Listens on a free port, which it prints. */
  static void serve(Vertx vertx, Supplier<Answer> answers) {
    AtomicInteger port = new AtomicInteger();
    vertx
        .deployVerticle(
            () -> new Loop(answers.get(), port),
            new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors()))
        .onSuccess(deployed -> System.out.println("ready " + port.get()))
        .onFailure(
            failure -> {
              failure.printStackTrace();
              System.exit(1);
            });
  }

  private static final class Loop extends VerticleBase {
    private final Answer answer;
    private final AtomicInteger port;

    private Loop(Answer answer, AtomicInteger port) {
      this.answer = answer;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      // All of them share the port that the system gave the first, or any negative number means.
      return vertx
          .createHttpServer(new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(4_096))
          .requestHandler(this::accept)
          .listen(-1, "127.0.0.1")
          .onSuccess(server -> port.set(server.actualPort()));
    }

    private void accept(HttpServerRequest request) {
      answer
          .answer(request)
          .onSuccess(
              body ->
                  request
                      .response()
                      .putHeader("Content-Type", "application/json; charset=utf-8")
                      .end(body))
          .onFailure(failure -> request.response().setStatusCode(500).end());
    }
  }
}
