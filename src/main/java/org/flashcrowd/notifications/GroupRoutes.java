package org.flashcrowd.notifications;

import io.vertx.core.Future;
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

/** What somebody was told, many of a kind as one: list, one, who, count, dismiss. */
final class GroupRoutes implements RouteSource {
  private static final int PAGE = 40;
  private static final int LARGEST_PAGE = 80;
  private static final int UNREAD = 100;
  private static final int MOST_UNREAD = 1000;

  private final GroupedNotifications notifications;

  GroupRoutes(GroupedNotifications notifications) {
    this.notifications = notifications;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.account("read:notifications");
    Access write = Access.account("write:notifications");
    // The reference names the one scope and takes the other.
    Access either = Access.account("read:notifications", "write:notifications");
    routes
        .get("/api/v2/notifications", read, this::page)
        .get("/api/v2/notifications/unread_count", read, this::unread)
        .get("/api/v2/notifications/:group_key", read, this::one)
        .get("/api/v2/notifications/:group_key/accounts", either, this::accounts)
        .post("/api/v2/notifications/:group_key/dismiss", write, this::dismiss);
  }

  private Future<Reply> page(Request request) {
    Params params = request.params();
    Page page = Paging.of(params, PAGE, LARGEST_PAGE);
    return notifications
        .page(request.account(), page, GroupFilter.of(params), partial(params))
        .map(
            found ->
                Reply.json(found.view())
                    .header("Link", Paging.links(request, page, found.ids(), Long::longValue)));
  }

  private static boolean partial(Params params) {
    return switch (params.text("expand_accounts").orElse("full")) {
      case "", "full" -> false;
      case "partial_avatars" -> true;
      default -> throw Failure.badRequest("expand_accounts is full or partial_avatars");
    };
  }

  private Future<Reply> unread(Request request) {
    Params params = request.params();
    return notifications
        .unread(
            request.account(),
            GroupFilter.of(params),
            params.clamped("limit", UNREAD, 1, MOST_UNREAD))
        .map(count -> Reply.json(Map.of("count", count)));
  }

  private Future<Reply> one(Request request) {
    return notifications.one(request.account(), key(request)).map(Reply::json);
  }

  private static GroupKey key(Request request) {
    return GroupKey.of(request.params().text("group_key").orElse(""));
  }

  private Future<Reply> accounts(Request request) {
    Page page = Paging.of(request.params(), PAGE, LARGEST_PAGE);
    return notifications
        .members(request.account(), key(request), page)
        .map(
            found ->
                Reply.json(found.views())
                    .header("Link", Paging.links(request, page, found.ids(), Long::longValue)));
  }

  private Future<Reply> dismiss(Request request) {
    return notifications.dismiss(request.account(), key(request)).map(done -> Reply.json(Map.of()));
  }
}
