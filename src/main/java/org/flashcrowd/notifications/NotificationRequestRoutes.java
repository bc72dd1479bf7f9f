package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** A policy, and what it keeps apart. */
final class NotificationRequestRoutes implements RouteSource {
  private static final int PAGE = 40;
  private static final int LARGEST_PAGE = 80;
  private static final int MOST_AT_ONCE = 1_000;

  private final NotificationRequests requests;

  NotificationRequestRoutes(NotificationRequests requests) {
    this.requests = requests;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.account("read:notifications");
    Access write = Access.account("write:notifications");
    routes
        .get("/api/v2/notifications/policy", read, this::policy)
        .patch("/api/v2/notifications/policy", write, this::change)
        .get("/api/v1/notifications/requests", read, this::page)
        .get("/api/v1/notifications/requests/merged", read, this::merged)
        .post("/api/v1/notifications/requests/accept", write, this::acceptSome)
        .post("/api/v1/notifications/requests/dismiss", write, this::dismissSome)
        .get("/api/v1/notifications/requests/:id", read, this::one)
        .post("/api/v1/notifications/requests/:id/accept", write, this::accept)
        .post("/api/v1/notifications/requests/:id/dismiss", write, this::dismiss);
  }

  private Future<Reply> policy(Request request) {
    return requests.policy(request.account()).map(Reply::json);
  }

  private Future<Reply> change(Request request) {
    return requests.change(request.account(), Policy.Change.of(request.params())).map(Reply::json);
  }

  private Future<Reply> page(Request request) {
    Page page = Paging.of(request.params(), PAGE, LARGEST_PAGE);
    return requests
        .page(request.account(), page)
        .map(
            found ->
                Reply.json(found.views())
                    .header("Link", Paging.links(request, page, found.ids(), Long::longValue)));
  }

  /**
   * Accepting lists what was kept apart before it answers, so there is never anything to wait for.
   */
  private Future<Reply> merged(Request request) {
    return Future.succeededFuture(Reply.json(Map.of("merged", true)));
  }

  private Future<Reply> one(Request request) {
    return requests.one(request.account(), request.params().id("id")).map(Reply::json);
  }

  private Future<Reply> acceptSome(Request request) {
    return requests.accept(request.account(), ids(request)).map(done -> Reply.json(Map.of()));
  }

  private Future<Reply> dismissSome(Request request) {
    return requests.dismiss(request.account(), ids(request)).map(done -> Reply.json(Map.of()));
  }

  private static List<Long> ids(Request request) {
    List<Long> ids = request.params().ids("id");
    if (ids.size() > MOST_AT_ONCE) {
      throw Failure.invalid("id", "ERR_TOO_MANY", "has more than " + MOST_AT_ONCE + " entries");
    }
    return ids;
  }

  private Future<Reply> accept(Request request) {
    return requests
        .accept(request.account(), List.of(request.params().id("id")))
        .map(NotificationRequestRoutes::found);
  }

  private Future<Reply> dismiss(Request request) {
    return requests
        .dismiss(request.account(), List.of(request.params().id("id")))
        .map(NotificationRequestRoutes::found);
  }

  private static Reply found(int requests) {
    if (requests == 0) {
      throw Failure.notFound();
    }
    return Reply.json(Map.of());
  }
}
