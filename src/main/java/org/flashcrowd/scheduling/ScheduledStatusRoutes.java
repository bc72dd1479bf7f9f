package org.flashcrowd.scheduling;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Posts that wait for their time: list, look, give another time, cancel. */
final class ScheduledStatusRoutes implements RouteSource {
  private static final int PAGE = 20;
  private static final int LARGEST_PAGE = 40;

  private final ScheduledStatuses statuses;

  ScheduledStatusRoutes(ScheduledStatuses statuses) {
    this.statuses = statuses;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.account("read:statuses");
    Access write = Access.account("write:statuses");
    routes
        .get("/api/v1/scheduled_statuses", read, this::page)
        .get("/api/v1/scheduled_statuses/:id", read, this::show)
        .put("/api/v1/scheduled_statuses/:id", write, this::move)
        .delete("/api/v1/scheduled_statuses/:id", write, this::cancel);
  }

  private Future<Reply> page(Request request) {
    Page page = Paging.of(request.params(), PAGE, LARGEST_PAGE);
    return statuses
        .page(request.account(), page)
        .map(
            views ->
                Reply.json(views)
                    .header(
                        "Link",
                        Paging.links(request, page, views, view -> Long.parseLong(view.id()))));
  }

  private Future<Reply> show(Request request) {
    return statuses.view(request.account(), request.params().id("id")).map(Reply::json);
  }

  private Future<Reply> move(Request request) {
    Instant at =
        request
            .params()
            .time("scheduled_at")
            .orElseThrow(() -> Failure.invalid("scheduled_at", "ERR_BLANK", "can't be blank"));
    return statuses.move(request.account(), request.params().id("id"), at).map(Reply::json);
  }

  private Future<Reply> cancel(Request request) {
    return statuses
        .cancel(request.account(), request.params().id("id"))
        .map(gone -> Reply.json(Map.of()));
  }
}
