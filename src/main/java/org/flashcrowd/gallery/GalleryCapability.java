package org.flashcrowd.gallery;

import java.util.List;
import org.flashcrowd.accounts.Directory;
import org.flashcrowd.config.Config;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.media.Media;
import org.flashcrowd.statuses.StatusCapability;
import org.flashcrowd.timelines.Timelines;
import org.flashcrowd.web.Pages;

/** Puts the capability together. */
public record GalleryCapability(List<RouteSource> routes) {
  /** The public pages of what these hold. */
  public static GalleryCapability build(
      Config config,
      Pages pages,
      Directory directory,
      StatusCapability statuses,
      Timelines timelines,
      Media media) {
    Place place = Place.of(config);
    Gallery gallery =
        new Gallery(directory, statuses.statuses(), statuses.lists(), timelines, media, place);
    return new GalleryCapability(
        List.of(
            new GalleryRoutes(gallery, new GalleryPages(pages, place), place),
            new SiteRoutes(place, pages.site().icon())));
  }
}
