package org.flashcrowd.timelines;

import java.util.List;

/**
 * Which posts a tag timeline shows.
 *
 * @param any at least one of these, the timeline's own tag first
 * @param all each of these
 * @param none not one of these
 * @param <T> names, or the ids of tags that exist
 */
public record TagFilter<T>(List<T> any, List<T> all, List<T> none, boolean onlyMedia) {
  /** Photos with this tag. */
  public static TagFilter<String> photos(String tag) {
    return new TagFilter<>(List.of(tag), List.of(), List.of(), true);
  }
}
