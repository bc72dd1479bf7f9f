package org.flashcrowd.push;

import io.vertx.core.Future;
import java.net.URI;
import java.util.function.Supplier;
import org.flashcrowd.resilience.Breaker;
import org.flashcrowd.resilience.BreakerFamily;

/**
 * Keeps push services apart by their hosts, so that one that is slow or away costs the others
 * nothing: each may take a share of what a node has under way, and has a breaker of its own.
 */
final class PushServices {
  /** The service has enough of ours under way. */
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Busy(String host) {
      super(host, null, false, false);
    }
  }

  private final HostTurns turns;
  private final BreakerFamily breakers;

  PushServices(HostTurns turns, BreakerFamily breakers) {
    this.turns = turns;
    this.breakers = breakers;
  }

  /**
   * Calls the service of an endpoint.
   *
   * @param again whether the same was tried before
   * @return fails with {@link Busy} or {@link org.flashcrowd.resilience.BreakerOpen} when nobody
   *     was asked
   */
  <T> Future<T> call(URI endpoint, boolean again, Supplier<Future<T>> call) {
    String host = endpoint.getHost();
    if (!turns.enter(host)) {
      return Future.failedFuture(new Busy(host));
    }
    Breaker breaker = breakers.of(host + ":" + Endpoints.port(endpoint));
    return (again ? breaker.retry(call) : breaker.run(call)).onComplete(done -> turns.leave(host));
  }
}
