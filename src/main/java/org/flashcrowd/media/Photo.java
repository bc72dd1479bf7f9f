package org.flashcrowd.media;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A picture that somebody sent.
 *
 * @param account whose it is
 * @param status the post that took it, if one has
 */
public record Photo(
    long id,
    long account,
    @Nullable Long status,
    Purpose purpose,
    Progress progress,
    Caption caption,
    Pictures pictures) {

  /** How far its processing has come. */
  public enum State {
    PROCESSING,
    READY,
    FAILED
  }

  /**
   * How far its processing has come, and why it failed if it did.
   *
   * @param failure a sentence for its owner
   */
  public record Progress(State state, @Nullable String failure) {}

  /** What its owner says about it. */
  public record Caption(@Nullable String description, @Nullable Focus focus) {
    static final Caption NONE = new Caption(null, null);
  }

  /**
   * Its files, once it is ready.
   *
   * @param key the unguessable part of their URLs
   * @param width of the full size, in pixels as shown; known from the start
   * @param height of the full size, in pixels as shown; known from the start
   * @param original the full size, without metadata
   * @param renditions the smaller copies, in the order of the configuration
   * @param colour the dominant colour, as #rrggbb
   */
  public record Pictures(
      String key,
      int width,
      int height,
      @Nullable PictureFile original,
      List<PictureFile> renditions,
      @Nullable String blurhash,
      @Nullable String colour) {
    public Pictures {
      renditions = List.copyOf(renditions);
    }

    /** Whether a file of this name is one of them. */
    boolean has(String file) {
      return Stream.concat(Stream.ofNullable(original), renditions.stream())
          .anyMatch(known -> known.file().equals(file));
    }

    /** The rendition of this name or, where none is configured so, the smallest. */
    public Optional<PictureFile> rendition(String name) {
      return renditions.stream()
          .filter(file -> file.name().equals(name))
          .findFirst()
          .or(() -> renditions.stream().min((a, b) -> Integer.compare(a.width(), b.width())));
    }
  }

  public boolean ready() {
    return progress.state() == State.READY;
  }
}
