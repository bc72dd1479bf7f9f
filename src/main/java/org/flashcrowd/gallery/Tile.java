package org.flashcrowd.gallery;

import java.util.List;
import org.flashcrowd.statuses.StatusView;
import org.jspecify.annotations.Nullable;

/**
 * A post in a grid: its first photo, or the beginning of its text.
 *
 * @param picture null for a post of words alone
 * @param alt what stands for the photo where it is not seen
 * @param text what stands in place of a photo: words, or a warning
 * @param photos how many there are
 * @param boostedBy who shows somebody else's post here; null for their own
 */
public record Tile(
    String url,
    @Nullable Picture picture,
    String alt,
    String text,
    boolean covered,
    int photos,
    Author author,
    @Nullable String boostedBy) {

  static Tile of(StatusView view, List<Picture> pictures, Place place) {
    StatusView boosted = view.reblog();
    StatusView shown = boosted == null ? view : boosted;
    Post post = Post.of(shown, pictures, 0, place);
    Picture picture = pictures.isEmpty() ? null : pictures.getFirst();
    return new Tile(
        post.url(),
        picture,
        alt(post, picture),
        post.covered() ? post.warning() : post.excerpt(),
        post.covered(),
        pictures.size(),
        post.author(),
        boosted == null ? null : Author.name(view.account()));
  }

  private static String alt(Post post, @Nullable Picture picture) {
    return picture == null || picture.description().isEmpty()
        ? "Photo by " + post.author().name()
        : picture.description();
  }
}
