package org.flashcrowd.mail;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Writes one kind of letter at the moment it is sent, so that what is secret in it (a link that
 * lets somebody in) is made then, and is at rest nowhere but as a hash.
 */
@FunctionalInterface
public interface Composer {
  /**
   * Writes it; may be called again for the same letter when sending failed.
   *
   * @param args as {@link Mail#enqueue} was given them
   * @return empty when nothing is to be sent (any more)
   */
  Future<Optional<Letter>> compose(JsonObject args);
}
