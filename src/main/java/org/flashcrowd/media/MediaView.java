package org.flashcrowd.media;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mastodon's MediaAttachment. */
public record MediaView(
    String id,
    String type,
    @Nullable String url,
    @Nullable String previewUrl,
    @Nullable String remoteUrl,
    @Nullable String textUrl,
    Meta meta,
    @Nullable String description,
    @Nullable String blurhash) {

  /** What apps lay the picture out by before it has loaded; what is not known is left out. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Meta(Size original, @Nullable Size small, @Nullable Focus focus) {}

  /**
   * A size in pixels.
   *
   * @param size such as {@code 640x480}
   * @param aspect width divided by height
   */
  public record Size(int width, int height, String size, double aspect) {
    static Size of(int width, int height) {
      return new Size(width, height, width + "x" + height, (double) width / height);
    }
  }

  /** The size that Mastodon's clients know as the preview. */
  private static final String PREVIEW = "small";

  /** The same picture with what was said of it at another time. */
  public MediaView describedAs(@Nullable String words) {
    return new MediaView(id, type, url, previewUrl, remoteUrl, textUrl, meta, words, blurhash);
  }

  /** The URLs are null until the photo is ready. */
  static MediaView of(Photo photo, MediaUrls urls) {
    Photo.Pictures pictures = photo.pictures();
    Optional<Size> small =
        pictures.rendition(PREVIEW).map(file -> Size.of(file.width(), file.height()));
    return new MediaView(
        Long.toString(photo.id()),
        "image",
        urls.original(photo).orElse(null),
        urls.rendition(photo, PREVIEW).orElse(null),
        null,
        null,
        new Meta(
            Size.of(pictures.width(), pictures.height()),
            small.orElse(null),
            photo.caption().focus()),
        photo.caption().description(),
        pictures.blurhash());
  }
}
