package org.flashcrowd.media;

import java.util.Optional;
import org.flashcrowd.http.Failure;

/**
 * The point that a crop must keep.
 *
 * @param x −1 at the left edge, 1 at the right
 * @param y −1 at the bottom edge, 1 at the top
 */
public record Focus(double x, double y) {
  /**
   * Reads {@code x,y}; what lies outside the picture is moved to its edge. Blank text is none.
   *
   * @throws Failure 422 when these are not two numbers
   */
  static Optional<Focus> parse(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    String[] parts = text.split(",", -1);
    if (parts.length != 2) {
      throw invalid();
    }
    return Optional.of(new Focus(coordinate(parts[0]), coordinate(parts[1])));
  }

  private static double coordinate(String text) {
    // Not parseDouble alone: it takes hexadecimal digits and suffixes too.
    String trimmed = text.strip();
    if (!trimmed.matches("[+-]?(\\d{1,20}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,3})?")) {
      throw invalid();
    }
    return Math.clamp(Double.parseDouble(trimmed), -1, 1);
  }

  private static Failure invalid() {
    return Failure.invalid("focus", "ERR_INVALID", "must be two numbers from -1 to 1: x,y");
  }
}
