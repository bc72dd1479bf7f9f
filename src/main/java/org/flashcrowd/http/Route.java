package org.flashcrowd.http;

import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * One method of one path.
 *
 * @param path its template, such as {@code /api/v1/statuses/:id}
 * @param access who may call it
 * @param uploads whether it takes files
 * @param pages where its answers to those who are not signed in are kept; null for nowhere
 */
public record Route(
    HttpMethod method,
    String path,
    Access access,
    boolean uploads,
    @Nullable PublicPages pages,
    Endpoint endpoint) {
  /** What a call counts as when there is not room for all. */
  Traffic traffic(RequestHead call) {
    return pages != null && pages.hasAtHand(call) ? Traffic.READY : traffic();
  }

  /** What calls count as unless their answer is at hand. */
  public Traffic traffic() {
    Traffic said = access.traffic();
    return said == null ? Traffic.of(method, access, uploads) : said;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
