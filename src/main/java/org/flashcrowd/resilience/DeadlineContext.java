package org.flashcrowd.resilience;

import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;

/**
 * Where a {@link Deadline} lies in a context. Vert.x asks for such places before it starts, which
 * is why this is one of its services (META-INF/services).
 */
public final class DeadlineContext implements VertxServiceProvider {
  static final ContextLocal<Deadline> KEY = ContextLocal.registerLocal(Deadline.class);

  @Override
  public void init(VertxBootstrap builder) {
    // Loading the class has registered the place.
  }
}
