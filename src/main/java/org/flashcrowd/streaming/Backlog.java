package org.flashcrowd.streaming;

import io.vertx.core.Future;

/** Counts the bytes that are written and not yet taken by the reader's side. */
final class Backlog {
  private final long most;
  private long waiting;

  /**
   * @param most bytes
   */
  Backlog(long most) {
    this.most = most;
  }

  /** Whether the reader is too far behind to get more. One message of any size always goes. */
  boolean isOver() {
    return waiting > most;
  }

  /** Counts bytes until they are written. */
  void add(int bytes, Future<Void> written) {
    waiting += bytes;
    written.onComplete(done -> waiting -= bytes);
  }
}
