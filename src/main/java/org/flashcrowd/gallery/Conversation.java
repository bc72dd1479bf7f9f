package org.flashcrowd.gallery;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.flashcrowd.statuses.StatusView;

/** A post, what it answers, and the answers to it. */
public record Conversation(Post post, List<Post> above, List<Post> below) {
  public Conversation {
    above = List.copyOf(above);
    below = List.copyOf(below);
  }

  /** As {@link StatusView#concerned}. */
  Set<Long> concerned() {
    return StatusView.concerned(
        Stream.of(List.of(post), above, below).flatMap(List::stream).map(Post::view).toList());
  }
}
