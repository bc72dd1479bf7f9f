package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

/**
 * What notifications need of moderation, which comes after them.
 *
 * @param reports the API's Report of each of these ids that there is, for staff to see
 * @param warnings the API's AccountWarning of each of these ids that there is
 */
public record ModerationViews(Lookup reports, Lookup warnings) {
  /** Shows what there is of these ids. */
  @FunctionalInterface
  public interface Lookup {
    Future<Map<Long, Object>> byId(Collection<Long> ids);
  }
}
