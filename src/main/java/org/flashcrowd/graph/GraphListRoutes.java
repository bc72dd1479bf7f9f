package org.flashcrowd.graph;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The lists of accounts that follows, requests, blocks and mutes make. */
public final class GraphListRoutes implements RouteSource {
  private static final int DEFAULT_LIMIT = 40;
  private static final int MOST_LIMIT = 80;
  private static final int MOST_IDS = 40;

  private final GraphLists lists;

  public GraphListRoutes(GraphLists lists) {
    this.lists = lists;
  }

  @Override
  public void declare(Routes routes) {
    Access anybody = Access.optional("read:accounts");
    routes
        .get("/api/v1/accounts/:id/followers", anybody, this::followers)
        .get("/api/v1/accounts/:id/following", anybody, this::following)
        .get("/api/v1/accounts/familiar_followers", Access.account("read:follows"), this::familiar)
        .get("/api/v1/follow_requests", Access.account("read:follows"), this::requests)
        .get("/api/v1/blocks", Access.account("read:blocks"), this::blocks)
        .get("/api/v1/mutes", Access.account("read:mutes"), this::mutes);
  }

  private Future<Reply> followers(Request request) {
    Page page = page(request);
    return lists
        .followers(request.params().id("id"), request.viewer(), page)
        .map(entries -> reply(request, page, entries));
  }

  private Future<Reply> following(Request request) {
    Page page = page(request);
    return lists
        .following(request.params().id("id"), request.viewer(), page)
        .map(entries -> reply(request, page, entries));
  }

  private Future<Reply> familiar(Request request) {
    List<Long> ids = request.params().ids("id").stream().distinct().limit(MOST_IDS).toList();
    return lists.familiar(request.account(), ids).map(Reply::json);
  }

  private Future<Reply> requests(Request request) {
    Page page = page(request);
    return lists.requests(request.account(), page).map(entries -> reply(request, page, entries));
  }

  private Future<Reply> blocks(Request request) {
    Page page = page(request);
    return lists.blocks(request.account(), page).map(entries -> reply(request, page, entries));
  }

  private Future<Reply> mutes(Request request) {
    Page page = page(request);
    return lists.mutes(request.account(), page).map(entries -> reply(request, page, entries));
  }

  private static Page page(Request request) {
    return Paging.of(request.params(), DEFAULT_LIMIT, MOST_LIMIT);
  }

  private static <T> Reply reply(Request request, Page page, List<GraphLists.Entry<T>> entries) {
    return Reply.json(entries.stream().map(GraphLists.Entry::view).toList())
        .header("Link", Paging.links(request, page, entries, GraphLists.Entry::key));
  }
}
