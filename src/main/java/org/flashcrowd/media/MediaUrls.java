package org.flashcrowd.media;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a photo's files are found, as the outside knows the server. */
public final class MediaUrls {
  /** One candidate of a {@code srcset}. */
  public record Source(String url, String contentType, int width, int height) {}

  private final String base;

  /**
   * @param publicUrl without a trailing slash
   */
  public MediaUrls(String publicUrl) {
    this.base = publicUrl + "/media/";
  }

  /** The full-size picture; empty until the photo is ready. */
  public Optional<String> original(Photo photo) {
    return Optional.ofNullable(photo.pictures().original()).map(file -> url(photo, file));
  }

  /** The rendition of this name, or the smallest; empty until the photo is ready. */
  public Optional<String> rendition(Photo photo, String name) {
    return photo.pictures().rendition(name).map(file -> url(photo, file));
  }

  /** Every size, the narrowest first; empty until the photo is ready. */
  public List<Source> sources(Photo photo) {
    Photo.Pictures pictures = photo.pictures();
    return Stream.concat(
            pictures.renditions().stream(), Stream.ofNullable(pictures.original()).limit(1))
        .sorted(Comparator.comparingInt(PictureFile::width))
        .map(file -> new Source(url(photo, file), file.contentType(), file.width(), file.height()))
        .toList();
  }

  private String url(Photo photo, PictureFile file) {
    return base + photo.pictures().key() + "/" + file.file();
  }
}
