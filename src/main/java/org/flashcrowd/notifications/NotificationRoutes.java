package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** What somebody was told: list, one, count, dismiss. */
final class NotificationRoutes implements RouteSource {
  private static final int PAGE = 40;
  private static final int LARGEST_PAGE = 80;
  private static final int UNREAD = 100;
  private static final int MOST_UNREAD = 1000;

  private final Notifications notifications;

  NotificationRoutes(Notifications notifications) {
    this.notifications = notifications;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.account("read:notifications");
    Access write = Access.account("write:notifications");
    routes
        .get("/api/v1/notifications", read, this::page)
        .get("/api/v1/notifications/unread_count", read, this::unread)
        .get("/api/v1/notifications/:id", read, this::one)
        .post("/api/v1/notifications/clear", write, this::clear)
        .post("/api/v1/notifications/:id/dismiss", write, this::dismiss);
  }

  private Future<Reply> page(Request request) {
    Page page = Paging.of(request.params(), PAGE, LARGEST_PAGE);
    return notifications
        .page(request.account(), page, NotificationFilter.of(request.params()))
        .map(
            found ->
                Reply.json(found.views())
                    .header("Link", Paging.links(request, page, found.ids(), Long::longValue)));
  }

  private Future<Reply> unread(Request request) {
    Params params = request.params();
    int limit = params.clamped("limit", UNREAD, 1, MOST_UNREAD);
    return notifications
        .unread(request.account(), NotificationFilter.of(params), limit)
        .map(count -> Reply.json(Map.of("count", count)));
  }

  private Future<Reply> one(Request request) {
    return notifications.one(request.account(), request.params().id("id")).map(Reply::json);
  }

  private Future<Reply> clear(Request request) {
    return notifications.clear(request.account()).map(done -> Reply.json(Map.of()));
  }

  private Future<Reply> dismiss(Request request) {
    return notifications
        .dismiss(request.account(), request.params().id("id"))
        .map(done -> Reply.json(Map.of()));
  }
}
