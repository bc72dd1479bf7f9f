package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

/** Shows reports to staff: what notifications need of moderation, which comes after them. */
@FunctionalInterface
public interface ReportViews {
  /** Shows none, where there is no moderation. */
  ReportViews NONE = ids -> Future.succeededFuture(Map.of());

  /** The API's Report of each of these ids that there is, for staff to see. */
  Future<Map<Long, Object>> byId(Collection<Long> ids);
}
