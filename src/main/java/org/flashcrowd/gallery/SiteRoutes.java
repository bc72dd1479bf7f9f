package org.flashcrowd.gallery;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Json;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The small files that browsers and search engines look for at the root of a site. */
final class SiteRoutes implements RouteSource {
  record Icon(String src, String sizes, String type) {}

  record Manifest(
      String name,
      String shortName,
      String description,
      String startUrl,
      String display,
      String backgroundColor,
      String themeColor,
      List<Icon> icons) {}

  private static final String DAY = "public, max-age=86400";
  // What only signed-in people and apps use. Photos may be fetched, pages may be listed.
  private static final String ROBOTS =
      """
      User-agent: *
      Disallow: /api/
      Disallow: /auth/
      Disallow: /oauth/
      """;

  private final Place place;
  private final String icon;

  /**
   * @param icon the path of an SVG
   */
  SiteRoutes(Place place, String icon) {
    this.place = place;
    this.icon = icon;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/robots.txt", Access.open(), this::robots)
        .get("/favicon.ico", Access.open(), this::favicon)
        .get("/manifest.webmanifest", Access.open(), this::manifest);
  }

  private Future<Reply> robots(Request request) {
    return Future.succeededFuture(Reply.text(200, ROBOTS).header("Cache-Control", DAY));
  }

  private Future<Reply> favicon(Request request) {
    return Future.succeededFuture(Reply.redirect(icon).header("Cache-Control", DAY));
  }

  private Future<Reply> manifest(Request request) {
    Manifest manifest =
        new Manifest(
            place.title(),
            place.title(),
            place.description(),
            "/",
            "minimal-ui",
            "#faf8f5",
            "#c2410c",
            List.of(new Icon(icon, "any", "image/svg+xml")));
    return Future.succeededFuture(
        Reply.bytes(200, "application/manifest+json; charset=utf-8", Json.write(manifest))
            .header("Cache-Control", DAY));
  }
}
