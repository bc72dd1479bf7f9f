package org.flashcrowd.statuses;

import io.vertx.core.Future;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.statuses.StatusLists.Listed;

/** Lists of posts, and of the people who did something to one. */
final class StatusListRoutes implements RouteSource {
  private final StatusLists lists;

  StatusListRoutes(StatusLists lists) {
    this.lists = lists;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.optional("read:statuses");
    routes
        .shared("/api/v1/accounts/:id/statuses", read, this::ofAccount)
        .get("/api/v1/favourites", Access.account("read:favourites"), this::favourites)
        .get("/api/v1/bookmarks", Access.account("read:bookmarks"), this::bookmarks)
        .shared("/api/v1/statuses/:id/favourited_by", read, this::favouritedBy)
        .shared("/api/v1/statuses/:id/reblogged_by", read, this::rebloggedBy);
  }

  private Future<Reply> ofAccount(Request request) {
    Params params = request.params();
    Page page = posts(params);
    StatusLists.Filter filter =
        new StatusLists.Filter(
            params.flag("exclude_replies", false),
            params.flag("exclude_reblogs", false),
            params.flag("only_media", false),
            params.flag("pinned", false),
            params.text("tagged").filter(tag -> !tag.isBlank()).orElse(null));
    return lists
        .ofAccount(request.viewer(), params.id("id"), filter, page)
        .map(listed -> reply(request, page, listed));
  }

  private Future<Reply> favourites(Request request) {
    Page page = posts(request.params());
    return lists.favourites(request.account(), page).map(listed -> reply(request, page, listed));
  }

  private Future<Reply> bookmarks(Request request) {
    Page page = posts(request.params());
    return lists.bookmarks(request.account(), page).map(listed -> reply(request, page, listed));
  }

  private Future<Reply> favouritedBy(Request request) {
    Page page = people(request.params());
    return lists
        .favouritedBy(request.viewer(), request.params().id("id"), page)
        .map(listed -> reply(request, page, listed));
  }

  private Future<Reply> rebloggedBy(Request request) {
    Page page = people(request.params());
    return lists
        .rebloggedBy(request.viewer(), request.params().id("id"), page)
        .map(listed -> reply(request, page, listed));
  }

  private static Page posts(Params params) {
    return Paging.of(params, 20, 40);
  }

  private static Page people(Params params) {
    return Paging.of(params, 40, 80);
  }

  private static Reply reply(Request request, Page page, Listed<?> listed) {
    return Reply.json(listed.items())
        .header("Link", Paging.links(request, page, listed.keys(), key -> key));
  }
}
