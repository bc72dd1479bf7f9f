package org.flashcrowd.media;

import java.util.Optional;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * What a call says about a photo; fields that it does not send stay as they are.
 *
 * @param describes whether there is a new description, which may be none
 * @param focuses whether there is a new focus, which may be none
 */
public record Description(
    boolean describes, @Nullable String description, boolean focuses, Optional<Focus> focus) {

  /**
   * Reads the fields {@code description} and {@code focus}.
   *
   * @param longest code points of a description
   * @throws Failure 422 when one of them is not acceptable
   */
  static Description of(Params params, int longest) {
    String description = params.text("description").filter(text -> !text.isBlank()).orElse(null);
    if (description != null && description.codePointCount(0, description.length()) > longest) {
      throw Failure.invalid(
          "description", "ERR_TOO_LONG", "is longer than " + longest + " characters");
    }
    Optional<Focus> focus = params.text("focus").flatMap(Focus::parse);
    return new Description(params.has("description"), description, params.has("focus"), focus);
  }

  Photo.Caption caption() {
    return new Photo.Caption(description, focus.orElse(null));
  }
}
