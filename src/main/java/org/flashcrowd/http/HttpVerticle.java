package org.flashcrowd.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.flashcrowd.config.Config;
import org.flashcrowd.resilience.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Answers HTTP on one event loop. Any number of instances share the port; each call goes: route →
 * gate → token → scope → body → endpoint → answer, and never leaves the loop.
 */
public final class HttpVerticle extends VerticleBase {
  // Within the time that a node has for its whole stop.
  private static final long DRAIN_SECONDS = 25;

  // For the close frame's echo; then the connection is cut.
  private static final int CLOSING_SECONDS = 5;

  private static final long PULSE_MILLIS = 1_000;

  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final HttpEdge edge;
  private final Gate gate;
  private final Refusal refusal;
  private final BodyReader bodies;
  private final ClientAddress addresses;
  private final RouteMetrics metrics;
  private final RequestLog log;
  private final Connections connections;
  private @Nullable HttpServer server;

  public HttpVerticle(HttpEdge edge) {
    this.edge = edge;
    this.gate = new Gate(edge.config().surge(), edge.surge(), edge.meters());
    this.refusal = new Refusal(edge.routes().failurePage());
    this.bodies = new BodyReader(edge.http().maxBody(), edge.http().maxUpload());
    this.addresses = new ClientAddress(edge.http().trustedProxies());
    this.metrics = new RouteMetrics(edge.meters());
    this.log = new RequestLog(edge.config().logging().requests());
    this.connections =
        new Connections(
            edge.http().headerTimeout().toMillis(),
            edge.http().idleTimeout().toMillis(),
            edge.http().bodyMinRate());
  }

  @Override
  public Future<?> start() {
    connections.start(vertx);
    HttpServerOptions options = options();
    EarlyAnswers early = early();
    gate.open(vertx);
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(
                connection -> {
                  StrictRequestDecoder.install(connection, options);
                  early.install(connection, connections.opened(connection));
                })
            .invalidRequestHandler(Failures::malformed)
            .requestHandler(this::accept);
    return server.listen(edge.http().port(), edge.http().host());
  }

  private EarlyAnswers early() {
    PublicPages kept = edge.routes().pages();
    EarlyPages pages =
        kept == null ? null : new EarlyPages(kept, edge.limits(), addresses, metrics, log);
    return new EarlyAnswers(pages, new EarlyRefusal(gate, edge.routes(), refusal), connections);
  }

  /**
   * Has it tell, once a second, that its event loop turns, by the loop's name. From any thread,
   * once it has started.
   */
  public void pulse(Consumer<String> turned) {
    context.runOnContext(
        now -> {
          turned.accept(Thread.currentThread().getName());
          vertx.setPeriodic(PULSE_MILLIS, tick -> turned.accept(Thread.currentThread().getName()));
        });
  }

  /**
   * Tells whoever keeps a connection to look for another node with the next request. From any
   * thread.
   */
  public void leave() {
    connections.leave();
  }

  /** Takes no more connections, and closes the open ones as their answers have gone. */
  @Override
  public Future<?> stop() {
    connections.farewell();
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
  }

  private HttpServerOptions options() {
    Config.Http config = edge.http();
    int message = (int) edge.config().streaming().maxMessage();
    return new HttpServerOptions()
        .setCompressionSupported(config.compressionLevel() > 0)
        .setCompressionLevel(Math.max(1, config.compressionLevel()))
        .setIdleTimeout((int) config.idleTimeout().toMillis())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setMaxInitialLineLength(8_192)
        .setMaxHeaderSize(16_384)
        .setMaxFormAttributeSize((int) Math.min(config.maxBody(), Integer.MAX_VALUE))
        .setMaxFormFields(1_000)
        .setMaxFormBufferedBytes(8_192)
        // Whatever an app offers: it is its token, which only the route can judge.
        .setWebSocketSubProtocols(List.of("*"))
        // Deflating keeps some 300 KB for each socket.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setMaxWebSocketFrameSize(message)
        .setMaxWebSocketMessageSize(message)
        .setWebSocketClosingTimeout(CLOSING_SECONDS)
        // Connections are bounded one request at a time; HTTP/2 is for the proxy that ends TLS.
        .setHttp2ClearTextEnabled(false)
        .setTcpNoDelay(true)
        .setReuseAddress(true)
        .setAcceptBacklog(4_096)
        .setStrictThreadMode(true);
  }

  /** The port that is listened on, which a test leaves to the system to choose. */
  public int port() {
    return server == null ? -1 : server.actualPort();
  }

  private void accept(HttpServerRequest http) {
    long started = System.nanoTime();
    connections.headReceived(http);
    http.response().endHandler(sent -> connections.answered(http));
    String path = Optional.ofNullable(http.path()).orElse("/");
    if (Cors.covers(path)) {
      if (http.method().equals(HttpMethod.OPTIONS)) {
        Cors.preflight(http);
        return;
      }
      Cors.allow(http.response());
    }
    http.pause();
    Routes.Match match = edge.routes().match(http.method(), path);
    Gate.Turn turn = gate.turn(match.route(), http);
    if (turn.comesIn()) {
      serve(http, match, turn, started);
    } else if (!turn.waits(
        () -> serve(http, match, turn, started), () -> refusal.write(http, turn.known()))) {
      refusal.write(http, turn.known());
    }
  }

  private void serve(HttpServerRequest http, Routes.Match match, Gate.Turn turn, long started) {
    Request request =
        new Request(
            http, match.route(), RequestIds.next(http), edge.publicUrl(), addresses.of(http));
    UploadReceiver receiver = new UploadReceiver(vertx, edge.incoming(), edge.http().maxUpload());
    Context loop = vertx.getOrCreateContext();
    answer(request, match, receiver, turn)
        .onComplete(
            answer ->
                on(
                    loop,
                    () -> {
                      turn.leave();
                      receiver.discard();
                      Reply reply =
                          answer.succeeded() ? answer.result() : failed(request, answer.cause());
                      metrics.record(request.route(), reply.status(), System.nanoTime() - started);
                      ReplyWriter.write(request, reply, connections);
                      log.answered(request, reply.status(), System.nanoTime() - started);
                    }));
  }

  /**
   * A future that is shared between calls (a value kept, work done once for many) completes where
   * the first of them ran; the answer is written where its own connection is, which takes no other.
   */
  private static void on(Context loop, Runnable work) {
    if (Vertx.currentContext() == loop) {
      work.run();
    } else {
      loop.runOnContext(moved -> work.run());
    }
  }

  private Future<Reply> answer(
      Request request, Routes.Match match, UploadReceiver receiver, Gate.Turn turn) {
    try {
      return authenticate(request)
          .recover(refused -> counted(request, refused))
          .compose(known -> edge.limits().admit(request))
          .compose(known -> bodies.read(request, receiver))
          .compose(read -> turn.bodyReceived())
          .compose(placed -> endpoint(request, match));
    } catch (RuntimeException refused) {
      return Future.failedFuture(refused);
    }
  }

  private Reply failed(Request request, Throwable cause) {
    return Failures.reply(request, edge.routes().failurePage(), cause);
  }

  private Future<?> authenticate(Request request) {
    Access access = request.route().access();
    Optional<String> token = access.need() == Access.Need.NONE ? Optional.empty() : request.token();
    if (token.isEmpty()) {
      boolean anonymous =
          access.need() == Access.Need.NONE || access.need() == Access.Need.OPTIONAL;
      return anonymous
          ? Future.succeededFuture()
          : Future.failedFuture(Failure.unauthorized("The access token is missing"));
    }
    return edge.authenticator()
        .authenticate(token.get())
        .map(caller -> admit(request, access, caller));
  }

  /** Who is refused is counted like everybody else, or tokens could be guessed at any pace. */
  private <T> Future<T> counted(Request request, Throwable refused) {
    return refused instanceof Failure
        ? edge.limits().admit(request).compose(admitted -> Future.failedFuture(refused))
        : Future.failedFuture(refused);
  }

  private static Request admit(Request request, Access access, Optional<Caller> caller) {
    Caller known = caller.orElseThrow(() -> Failure.unauthorized("The access token is invalid"));
    request.caller(known);
    Caller.Bar bar = known.bar();
    if (bar != null && !(bar == Caller.Bar.UNCONFIRMED && access.unconfirmedToo())) {
      throw Failure.forbidden(bar.words());
    }
    if (access.need() == Access.Need.ACCOUNT && known.account() == null) {
      throw Failure.of(422, "This method requires an authenticated user");
    }
    if (!access.allows(known)) {
      throw Failure.forbidden("This action is outside the authorized scopes");
    }
    if (access.staffOnly() && !known.staff()) {
      throw Failure.forbidden("This action is not allowed");
    }
    return request;
  }

  private Future<Reply> endpoint(Request request, Routes.Match match) {
    connections.bodyReceived(request.http().connection());
    request.fields().putAll(match.parameters());
    Duration time = match.route().traffic().time(edge.http());
    Deadline.begin(time);
    Future<Reply> answer = request.route().endpoint().answer(request);
    // What is at hand needs no timer.
    return remembered(
        request,
        answer.isComplete() ? answer : answer.timeout(time.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Also what failed may have been written: whoever asks again must find it. */
  private Future<Reply> remembered(Request request, Future<Reply> answer) {
    Long account = request.viewer();
    boolean reads = READS.contains(request.http().method());
    boolean shown = !reads && request.route().access().readBack();
    return account == null || !shown
        ? answer
        : answer.eventually(() -> edge.wrote().apply(account));
  }
}
