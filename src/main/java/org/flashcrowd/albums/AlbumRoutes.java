package org.flashcrowd.albums;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/**
 * Albums, under the paths at which Pixelfed's clients look for collections. Pages go by keys, as
 * everywhere, and by {@code page}, the number that those clients send.
 */
final class AlbumRoutes implements RouteSource {
  private static final int ALBUMS = 9;
  private static final int LARGEST = 40;
  private static final int ITEMS = 10;

  private final Albums albums;

  AlbumRoutes(Albums albums) {
    this.albums = albums;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.account("read:statuses");
    Access anybody = Access.optional("read:statuses");
    Access write = Access.account("write:statuses");
    routes
        .get("/api/v1.1/collections/self", read, this::own)
        .get("/api/v1.1/collections/accounts/:id", anybody, this::ofAccount)
        .get("/api/v1.1/collections/view/:id", anybody, this::view)
        .get("/api/v1.1/collections/items/:id", anybody, this::items)
        .post("/api/v1.1/collections/create", write, this::create)
        .post("/api/v1.1/collections/update/:id", write, this::update)
        .delete("/api/v1.1/collections/delete/:id", write, this::delete)
        .post("/api/v1.1/collections/add", write, this::add)
        .post("/api/v1.1/collections/remove", write, this::remove);
  }

  private Future<Reply> own(Request request) {
    Page page = Paging.of(request.params(), ALBUMS, LARGEST);
    return albums
        .own(request.account(), page, skipped(request.params(), page, Albums.MOST_ALBUMS))
        .map(found -> newestFirst(request, page, found));
  }

  private Future<Reply> ofAccount(Request request) {
    Params params = request.params();
    Page page = Paging.of(params, ALBUMS, LARGEST);
    return albums
        .ofAccount(
            request.viewer(), params.id("id"), page, skipped(params, page, Albums.MOST_ALBUMS))
        .map(found -> newestFirst(request, page, found));
  }

  private static Reply newestFirst(Request request, Page page, Albums.Listed<AlbumView> found) {
    return Reply.json(found.entries())
        .header("Link", Paging.links(request, page, found.keys(), key -> key));
  }

  private Future<Reply> view(Request request) {
    return albums.view(request.viewer(), request.params().id("id")).map(Reply::json);
  }

  /** In the album's order, so the next page is what is right after this one's last key. */
  private Future<Reply> items(Request request) {
    Params params = request.params();
    Page asked = Paging.of(params, ITEMS, LARGEST);
    Page page = new Page(asked.before(), asked.after(), !params.has("max_id"), asked.limit());
    return albums
        .items(request.viewer(), params.id("id"), page, skipped(params, page, Albums.MOST_ITEMS))
        .map(
            found ->
                Reply.json(found.entries())
                    .header("Link", Paging.linksOnwards(request, page, found.keys())));
  }

  /** What a page's number stands for; a cursor says more exactly where the page is. */
  private static int skipped(Params params, Page page, int most) {
    boolean cursor = List.of("max_id", "min_id", "since_id").stream().anyMatch(params::has);
    return cursor ? 0 : Math.min(most, (params.clamped("page", 1, 1, most + 1) - 1) * page.limit());
  }

  private Future<Reply> create(Request request) {
    return albums.create(request.account(), AlbumForm.created(request.params())).map(Reply::json);
  }

  private Future<Reply> update(Request request) {
    Params params = request.params();
    return albums
        .update(request.account(), params.id("id"), AlbumForm.changed(params))
        .map(Reply::json);
  }

  private Future<Reply> delete(Request request) {
    return albums
        .delete(request.account(), request.params().id("id"))
        .map(done -> Reply.json(Map.of()));
  }

  private Future<Reply> add(Request request) {
    Params params = request.params();
    return albums
        .add(request.account(), named(params, "collection_id"), named(params, "post_id"))
        .map(Reply::json);
  }

  private Future<Reply> remove(Request request) {
    Params params = request.params();
    return albums
        .remove(request.account(), named(params, "collection_id"), named(params, "post_id"))
        .map(done -> Reply.json(Map.of()));
  }

  private static long named(Params params, String name) {
    params.required(name);
    return params.optionalId(name).orElseThrow(Failure::notFound);
  }
}
