package org.flashcrowd.reference;

import java.util.List;

/**
 * One route as the page tells it: what the document says of it, and who may call it as the route
 * table has it.
 *
 * @param id the anchor of its place on the page
 * @param access such as {@code signed in, read:statuses}
 */
public record Operation(
    String id,
    String method,
    String path,
    String summary,
    String access,
    List<Field> fields,
    List<Answer> answers) {

  /** What comes back. */
  public record Answer(String status, String about) {}
}
