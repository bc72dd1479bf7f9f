package org.flashcrowd.albums;

import java.util.Set;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.jspecify.annotations.Nullable;

/**
 * What an owner says of an album; null leaves what was, or the default.
 *
 * @param covers whether it says anything of the cover
 * @param cover one of its posts; null to choose none
 */
record AlbumForm(
    @Nullable String title,
    @Nullable String description,
    @Nullable String visibility,
    boolean covers,
    @Nullable Long cover) {
  /** As long as in Pixelfed, in code points. */
  static final int LONGEST_TITLE = 50;

  static final int LONGEST_DESCRIPTION = 500;

  private static final Set<String> VISIBILITIES = Set.of("public", "private", "draft");

  /** A new album, which has no posts to choose a cover from. */
  static AlbumForm created(Params params) {
    return new AlbumForm(
        text(params, "title", LONGEST_TITLE),
        text(params, "description", LONGEST_DESCRIPTION),
        visibility(params),
        /* covers= */ false,
        null);
  }

  static AlbumForm changed(Params params) {
    AlbumForm words = created(params);
    return params.has("cover_id")
        ? new AlbumForm(
            words.title, words.description, words.visibility, /* covers= */ true, cover(params))
        : words;
  }

  private static @Nullable String text(Params params, String name, int longest) {
    if (!params.has(name)) {
      return null;
    }
    String text = params.text(name).orElse("").strip();
    if (text.indexOf('\0') >= 0) {
      throw Failure.invalid(name, "ERR_INVALID", "must not contain U+0000");
    }
    if (text.codePointCount(0, text.length()) > longest) {
      throw Failure.invalid(name, "ERR_TOO_LONG", "is longer than " + longest + " characters");
    }
    return text;
  }

  private static @Nullable String visibility(Params params) {
    String wanted = params.text("visibility").orElse("");
    if (wanted.isEmpty()) {
      return null;
    }
    if (!VISIBILITIES.contains(wanted)) {
      throw Failure.invalid("visibility", "ERR_INCLUSION", "must be public, private or draft");
    }
    return wanted;
  }

  private static @Nullable Long cover(Params params) {
    if (params.text("cover_id").orElse("").isBlank()) {
      return null;
    }
    return params.ids("cover_id").stream().findFirst().orElseThrow(AlbumForm::noSuchCover);
  }

  static Failure noSuchCover() {
    return Failure.invalid("cover_id", "ERR_INVALID", "is not a post of this album");
  }
}
