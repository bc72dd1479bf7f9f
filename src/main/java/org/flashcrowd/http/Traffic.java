package org.flashcrowd.http;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import org.flashcrowd.config.Config;
import org.flashcrowd.resilience.Priority;
import org.jspecify.annotations.Nullable;

/**
 * What kind of call a route takes, for when there is not room for all. Each route has one, derived
 * from its method and access unless its access {@linkplain Access#as says otherwise}.
 */
public enum Traffic {
  /** Asks whether the server is well: always answered. */
  CONTROL,
  /** Has its answer made already, or somebody else is waiting for it: one more takes no place. */
  READY,
  /** Changes something. */
  WRITE,
  /** Reads what is the caller's own. */
  OWN,
  /** Signing in or up. */
  ENTRY,
  /** Reads what many read. */
  DISCOVERY,
  /** Pictures and assets: a file, or a few bytes from memory. Bounded by its own number. */
  FILES,
  /** Brings files; takes as long as the caller's network does. Bounded by its own number. */
  UPLOAD,
  /**
   * Tells what somebody looked at, and waits for a write that many share. Bounded by its own
   * number, and the first to be refused: nobody misses it.
   */
  EVENTS,
  /** Stays open. Bounded by {@code streaming.max_sockets}. */
  STREAM;

  /** What a route is unless it says. */
  static Traffic of(HttpMethod method, Access access, boolean uploads) {
    boolean anybody = access.need() == Access.Need.NONE || access.need() == Access.Need.OPTIONAL;
    if (uploads) {
      return UPLOAD;
    }
    if (access.limit() == Access.Limit.NONE) {
      return FILES;
    }
    if (method.equals(HttpMethod.GET)) {
      return anybody ? DISCOVERY : OWN;
    }
    return anybody ? ENTRY : WRITE;
  }

  /** From its body to its answer. */
  Duration time(Config.Http settings) {
    return switch (this) {
      case CONTROL, READY, OWN, DISCOVERY, FILES, STREAM -> settings.readTimeout();
      case WRITE, ENTRY, EVENTS -> settings.writeTimeout();
      case UPLOAD -> settings.uploadTimeout();
    };
  }

  /**
   * Where such a call stands; null for those that have their own bounds.
   *
   * @param known whether the caller says who they are, which is found out later
   */
  @Nullable Priority priority(boolean known) {
    return switch (this) {
      case CONTROL, READY, FILES, UPLOAD, EVENTS, STREAM -> null;
      case ENTRY -> Priority.ENTRY;
      case WRITE -> known ? Priority.WRITE : Priority.ANONYMOUS;
      case OWN -> known ? Priority.OWN : Priority.ANONYMOUS;
      case DISCOVERY -> known ? Priority.DISCOVERY : Priority.ANONYMOUS;
    };
  }
}
