package org.flashcrowd.streaming;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What somebody is shown of an event that only names it: a capability's part in live events, such
 * as the notification of an id.
 */
@FunctionalInterface
public interface Payload {
  /**
   * The view, as the account may see it; empty, or failed with 404, where there is nothing to see.
   *
   * @param account 0 for an event that is the same for everybody
   * @param args as they were published
   */
  Future<? extends Optional<?>> of(long account, JsonObject args);
}
