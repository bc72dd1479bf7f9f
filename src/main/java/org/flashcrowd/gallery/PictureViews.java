package org.flashcrowd.gallery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flashcrowd.media.Focus;
import org.flashcrowd.media.MediaUrls;
import org.flashcrowd.media.Photo;
import org.jspecify.annotations.Nullable;

/** Shows photos on pages: which of their files a browser may choose from. */
final class PictureViews {
  private static final String PREVIEW = "large";
  // Wider than this nobody sees a difference, and a page of originals would be a hundred megabytes.
  private static final int WIDEST = 2_048;
  private static final int FOCUS_STEPS = 4;

  private final Place place;
  private final MediaUrls urls;
  private final Blur blur = new Blur();

  PictureViews(Place place, MediaUrls urls) {
    this.place = place;
    this.urls = urls;
  }

  /** Of the photos that are ready. */
  List<Picture> of(List<Photo> photos) {
    return photos.stream().filter(Photo::ready).map(this::of).flatMap(Optional::stream).toList();
  }

  private Optional<Picture> of(Photo photo) {
    List<MediaUrls.Source> sources = urls.sources(photo);
    return sources.isEmpty() ? Optional.empty() : Optional.of(of(photo, sources));
  }

  private Picture of(Photo photo, List<MediaUrls.Source> sources) {
    Photo.Pictures files = photo.pictures();
    Map<Integer, String> byWidth = new LinkedHashMap<>();
    for (MediaUrls.Source source : sources) {
      if (byWidth.isEmpty() || source.width() <= WIDEST) {
        byWidth.putIfAbsent(source.width(), place.local(source.url()));
      }
    }
    String description = photo.caption().description();
    return new Picture(
        byWidth.values().iterator().next(),
        byWidth.entrySet().stream()
            .map(file -> file.getValue() + " " + file.getKey() + "w")
            .collect(Collectors.joining(", ")),
        place.local(sources.getLast().url()),
        urls.rendition(photo, PREVIEW).orElse(sources.getLast().url()),
        files.width(),
        files.height(),
        description == null ? "" : description.strip(),
        blur.dataUri(Objects.requireNonNullElse(files.blurhash(), "")),
        focus(photo.caption().focus()));
  }

  /** In fifths of either axis, since a page has no styles of its own. */
  private static String focus(@Nullable Focus focus) {
    return focus == null
        ? ""
        : "fx%d fy%d"
            .formatted(
                Math.round((focus.x() + 1) / 2 * FOCUS_STEPS),
                Math.round((1 - focus.y()) / 2 * FOCUS_STEPS));
  }
}
