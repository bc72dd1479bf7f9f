package org.flashcrowd.http;

import io.vertx.core.Future;

/** Answers the calls of one route. Runs on an event loop: it must not block. */
@FunctionalInterface
public interface Endpoint {
  /** May throw a {@link Failure}, which is the same as failing the future with it. */
  Future<Reply> answer(Request request);
}
