package org.flashcrowd.http;

/** Shows a failure to people: the HTML beside the JSON that apps get. */
@FunctionalInterface
public interface FailurePage {
  /**
   * A whole page.
   *
   * @param status such as 404
   * @param error one sentence, as text
   */
  String html(int status, String error);
}
