package org.flashcrowd.live;

import io.vertx.core.Future;

/** A listener's hold on a channel. */
public interface Listening {
  /**
   * Completes when events of the channel arrive. It never fails, and completes after a while too
   * when Redis is away: then events arrive once it is back.
   */
  Future<Void> ready();

  /** Ends it; the last one of a channel ends this node's subscription. */
  void close();
}
