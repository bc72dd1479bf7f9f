package org.flashcrowd.push;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.util.Set;

/**
 * Where, and of what, one app on one device wants to hear.
 *
 * @param id small, since Tusky reads it into 32 bits
 * @param standard encrypted by RFC 8291, and not by the draft before it
 */
record Subscription(
    long id, URI endpoint, Keys keys, boolean standard, Set<String> alerts, Audience policy) {
  /**
   * What a message to it is encrypted for.
   *
   * @param p256dh its public key
   * @param auth a secret of 16 bytes
   */
  record Keys(Buffer p256dh, Buffer auth) {
    @Override
    public String toString() {
      return "Keys[…]";
    }
  }

  /** Whose doings are pushed. */
  enum Audience {
    ALL,
    FOLLOWED,
    FOLLOWER,
    NONE
  }

  Subscription {
    alerts = Set.copyOf(alerts);
  }

  /** An endpoint is a secret: whoever knows it may push. */
  @Override
  public String toString() {
    return "Subscription[" + id + " at " + endpoint.getHost() + "]";
  }
}
