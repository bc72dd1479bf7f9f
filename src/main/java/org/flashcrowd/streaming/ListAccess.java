package org.flashcrowd.streaming;

import io.vertx.core.Future;

/** Whose a list is. */
@FunctionalInterface
public interface ListAccess {
  /** Fails with 404 where the account has no such list. */
  Future<?> check(long account, long list);
}
