package org.flashcrowd.statuses;

import java.util.List;

/**
 * What a post says at one time: two that are equal are one edit.
 *
 * @param photos in their order
 */
record Version(String text, String spoilerText, boolean sensitive, List<Caption> photos) {
  Version {
    photos = List.copyOf(photos);
  }

  /** A photo and what is said of it; empty for nothing. */
  record Caption(long photo, String description) {}
}
