package org.flashcrowd.tags;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tag: the API's <a href="https://docs.joinmastodon.org/entities/Tag/">Tag</a>.
 *
 * @param id empty for a tag that nobody has used yet
 * @param name without the number sign, as it is stored: in lower case
 * @param history the last seven days, today first
 * @param following null for somebody not signed in
 * @param featuring null for somebody not signed in
 */
public record TagView(
    String id,
    String name,
    String url,
    List<Day> history,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean following,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean featuring) {

  /**
   * How often it was used in public on one day; numbers are texts, as the API has it.
   *
   * @param day midnight (UTC) in seconds since 1970
   */
  public record Day(String day, String uses, String accounts) {}
}
