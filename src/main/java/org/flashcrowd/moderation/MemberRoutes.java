package org.flashcrowd.moderation;

import io.vertx.core.Future;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Accounts, for moderators to look at. */
final class MemberRoutes implements RouteSource {
  static final int DEFAULT_LIMIT = 100;
  static final int MOST_LIMIT = 200;

  private final Members members;

  MemberRoutes(Members members) {
    this.members = members;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.account("admin:read:accounts");
    routes
        .get(
            "/api/v1/admin/accounts",
            read,
            request -> list(request, MemberFilter.ofFlags(request.params())))
        .get(
            "/api/v2/admin/accounts",
            read,
            request -> list(request, MemberFilter.of(request.params())))
        .get("/api/v1/admin/accounts/:id", read, this::show);
  }

  private Future<Reply> list(Request request, MemberFilter filter) {
    Page page = Paging.of(request.params(), DEFAULT_LIMIT, MOST_LIMIT);
    return members
        .find(page, filter)
        .map(
            found ->
                Reply.json(found.views())
                    .header("Link", Paging.links(request, page, found.ids(), id -> id)));
  }

  private Future<Reply> show(Request request) {
    return members.view(request.params().id("id")).map(Reply::json);
  }
}
