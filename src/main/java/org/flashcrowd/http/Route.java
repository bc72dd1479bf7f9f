package org.flashcrowd.http;

import io.vertx.core.http.HttpMethod;

/**
 * One method of one path.
 *
 * @param path its template, such as {@code /api/v1/statuses/:id}
 * @param access who may call it
 * @param uploads whether it takes files
 */
public record Route(
    HttpMethod method, String path, Access access, boolean uploads, Endpoint endpoint) {
  /** What it counts as when there is not room for all. */
  public Traffic traffic() {
    Traffic said = access.traffic();
    return said == null ? Traffic.of(method, access, uploads) : said;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
