package org.flashcrowd.gallery;

import java.util.List;

/** A post, what it answers, and the answers to it. */
public record Conversation(Post post, List<Post> above, List<Post> below) {
  public Conversation {
    above = List.copyOf(above);
    below = List.copyOf(below);
  }
}
