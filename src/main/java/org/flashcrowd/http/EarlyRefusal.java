package org.flashcrowd.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what the {@link Gate} is going to refuse with bytes that are ready. At ten times what a
 * node can do, nine of ten requests are refused, and what that costs is taken from those that are
 * answered.
 */
final class EarlyRefusal {
  private final Gate gate;
  private final Routes routes;
  private final Refusal refusal;

  EarlyRefusal(Gate gate, Routes routes, Refusal refusal) {
    this.gate = gate;
    this.routes = routes;
    this.refusal = refusal;
  }

  /** Whether anybody is refused at once these days; costs next to nothing to ask. */
  boolean happens() {
    return gate.refusing();
  }

  /** The refusal of a request without a body, which is counted; null if it is to go its way. */
  @Nullable ByteBuf answer(HttpRequest request, RequestHead head) {
    HttpMethod method = HttpMethod.valueOf(request.method().name());
    boolean preflight = method.equals(HttpMethod.OPTIONS);
    Route route = preflight ? null : routes.route(method, head.path());
    return route != null && gate.refusesAtOnce(route, head) ? refusal.bytes(request, head) : null;
  }
}
