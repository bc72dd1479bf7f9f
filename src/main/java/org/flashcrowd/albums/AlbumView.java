package org.flashcrowd.albums;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.media.MediaView;
import org.flashcrowd.statuses.StatusView;
import org.jspecify.annotations.Nullable;

/**
 * An album as Pixelfed's clients know a collection.
 *
 * @param pid the owner's id
 * @param visibility {@code public}, {@code private} (followers) or {@code draft} (the owner)
 * @param thumb URL of the cover's photo; the owner's picture where there is no cover
 * @param publishedAt null for a draft
 * @param postCount how many of its posts the viewer may see
 * @param coverId the post on the cover; null where there is none
 * @param items its first posts; only in a list of the viewer's own albums
 */
public record AlbumView(
    String id,
    String pid,
    String username,
    String avatar,
    String visibility,
    String title,
    String description,
    String thumb,
    String url,
    int postCount,
    @Nullable String coverId,
    @Nullable Instant publishedAt,
    Instant updatedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<StatusView> items) {

  /**
   * @param cover null where the viewer may see none
   */
  static AlbumView of(
      Album album,
      AccountView owner,
      @Nullable StatusView cover,
      @Nullable List<StatusView> items) {
    return new AlbumView(
        Long.toString(album.id()),
        owner.id(),
        owner.username(),
        owner.avatar(),
        album.visibility(),
        album.title(),
        album.description(),
        cover == null ? owner.avatar() : thumb(cover, owner),
        owner.url() + "/albums/" + album.id(),
        album.size(),
        cover == null ? null : cover.id(),
        album.publishedAt(),
        album.updatedAt(),
        items);
  }

  private static String thumb(StatusView cover, AccountView owner) {
    return cover.body().mediaAttachments().stream()
        .findFirst()
        .map(MediaView::previewUrl)
        .orElse(owner.avatar());
  }
}
