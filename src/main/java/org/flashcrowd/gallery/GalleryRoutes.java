package org.flashcrowd.gallery;

import io.vertx.core.Future;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.statuses.StatusView;

/** The addresses of the public pages, among them every {@code url} of the API. */
final class GalleryRoutes implements RouteSource {
  private static final int LONGEST_TAG = 200;

  private final Gallery gallery;
  private final GalleryPages pages;
  private final Place place;

  GalleryRoutes(Gallery gallery, GalleryPages pages, Place place) {
    this.gallery = gallery;
    this.pages = pages;
    this.place = place;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .shared("/", Access.open(), this::home)
        .shared("/about", Access.open(), this::about)
        .shared("/tags/:tag", Access.open(), this::tag)
        .shared("/@:name", Access.open(), this::profile)
        .shared("/@:name/tagged/:tag", Access.open(), this::taggedBy)
        .shared("/@:name/:id", Access.open(), this::post)
        .failurePage(pages);
  }

  private Future<Reply> home(Request request) {
    return gallery
        .latest(before(request.params()))
        .map(pages::home)
        .map(html -> Reply.html(200, html));
  }

  private Future<Reply> about(Request request) {
    return Future.succeededFuture(Reply.html(200, pages.about()));
  }

  private Future<Reply> tag(Request request) {
    String tag = tagOf(request);
    return gallery
        .tagged(tag, before(request.params()))
        .map(grid -> Reply.html(200, pages.tag(tag, grid)));
  }

  private Future<Reply> taggedBy(Request request) {
    String tag = tagOf(request);
    long before = before(request.params());
    return gallery
        .account(request.params().text("name").orElse(""))
        .compose(
            account ->
                gallery
                    .of(account, tag, before)
                    .map(grid -> Reply.html(200, pages.tagged(account, tag, grid))));
  }

  private static String tagOf(Request request) {
    return request
        .params()
        .text("tag")
        .filter(tag -> !tag.isBlank() && tag.length() <= LONGEST_TAG)
        .orElseThrow(Failure::notFound);
  }

  private Future<Reply> profile(Request request) {
    boolean all = request.params().flag("all", false);
    long before = before(request.params());
    return gallery
        .account(request.params().text("name").orElse(""))
        .compose(
            account ->
                gallery
                    .of(account, all, before)
                    .map(grid -> Reply.html(200, pages.profile(account, all, grid))));
  }

  private Future<Reply> post(Request request) {
    return gallery
        .post(request.params().text("name").orElse(""), request.params().id("id"))
        .compose(this::post);
  }

  /** A boost has nothing of its own to show: its address leads to what it boosts. */
  private Future<Reply> post(StatusView view) {
    StatusView boosted = view.reblog();
    return boosted == null
        ? gallery
            .conversation(view)
            .map(
                conversation ->
                    Reply.html(200, pages.post(conversation)).concerning(conversation::concerned))
        : Future.succeededFuture(Reply.redirect(place.local(boosted.head().url())));
  }

  /** The key that a page's link to older posts carries. */
  private static long before(Params params) {
    return Paging.of(params, Gallery.TILES, Gallery.TILES).before();
  }
}
