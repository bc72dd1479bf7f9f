package org.flashcrowd.statuses;

import java.util.List;
import java.util.Map;
import org.flashcrowd.media.Description;

/**
 * What a post is to be from now on. It replaces what was there: a field that is left out becomes
 * empty, since a form cannot say that a list is. Only a language that is left out stays.
 *
 * @param account whose post it is
 * @param sensitive as asked for; a post with a spoiler text is sensitive anyway
 * @param media all its photos in their order, each once
 * @param descriptions what is said anew of some of these
 */
record Edit(
    long account,
    long status,
    NewStatus.Words words,
    boolean sensitive,
    List<Long> media,
    Map<Long, Description> descriptions) {
  Edit {
    media = List.copyOf(media);
    descriptions = Map.copyOf(descriptions);
  }

  boolean shownAsSensitive() {
    return sensitive || !words.spoilerText().isEmpty();
  }
}
