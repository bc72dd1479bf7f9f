package org.flashcrowd.recommendations;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.http.Traffic;

/** The directory, suggestions and trends. */
final class RecommendationRoutes implements RouteSource {
  private static final int ACCOUNTS = 40;
  private static final int MOST_ACCOUNTS = 80;
  private static final int TAGS = 10;
  private static final int MOST_TAGS = 20;
  private static final int STATUSES = 20;
  private static final int MOST_STATUSES = 40;
  // An offset is worked off row by row; beyond this there is nothing.
  private static final int MOST_OFFSET = 10_000;

  private final Recommendations recommendations;

  RecommendationRoutes(Recommendations recommendations) {
    this.recommendations = recommendations;
  }

  @Override
  public void declare(Routes routes) {
    Access own = Access.account("read:accounts");
    Access looking = own.as(Traffic.DISCOVERY);
    routes
        .shared("/api/v1/directory", Access.optional("read:accounts"), this::directory)
        .get("/api/v2/suggestions", looking, this::suggestions)
        .get("/api/v1/suggestions", looking, this::suggestedAccounts)
        .delete("/api/v1/suggestions/:account_id", own, this::dismiss)
        .shared("/api/v1/trends", Access.optional("read:statuses"), this::tags)
        .shared("/api/v1/trends/tags", Access.optional("read:statuses"), this::tags)
        .shared("/api/v1/trends/statuses", Access.optional("read:statuses"), this::statuses)
        .get("/api/v1/trends/links", Access.optional("read:statuses"), this::links);
  }

  private Future<Reply> directory(Request request) {
    Params params = request.params();
    String order = params.text("order").orElse("active");
    if (!List.of("", "active", "new").contains(order)) {
      throw Failure.unprocessable("order must be active or new");
    }
    // Everybody is local here.
    params.flag("local", false);
    int offset = offset(params);
    return offset > MOST_OFFSET
        ? Future.succeededFuture(Reply.json(List.of()))
        : recommendations
            .directory(
                order.equals("new"),
                request.viewer(),
                params.clamped("limit", ACCOUNTS, 1, MOST_ACCOUNTS),
                offset)
            .map(Reply::json);
  }

  private Future<Reply> suggestions(Request request) {
    return recommendations.suggestions(request.account(), accounts(request)).map(Reply::json);
  }

  private Future<Reply> suggestedAccounts(Request request) {
    return recommendations
        .suggestions(request.account(), accounts(request))
        .map(found -> Reply.json(found.stream().map(SuggestionView::account).toList()));
  }

  private static int accounts(Request request) {
    return request.params().clamped("limit", ACCOUNTS, 1, MOST_ACCOUNTS);
  }

  /** An id of nobody is fine too, as the API's reference has it. */
  private Future<Reply> dismiss(Request request) {
    return Future.all(
            request.params().ids("account_id").stream()
                .map(target -> recommendations.dismiss(request.account(), target))
                .toList())
        .map(done -> Reply.json(Map.of()));
  }

  private Future<Reply> tags(Request request) {
    Params params = request.params();
    return recommendations
        .tags(request.viewer(), params.clamped("limit", TAGS, 1, MOST_TAGS), offset(params))
        .map(Reply::json);
  }

  private Future<Reply> statuses(Request request) {
    Params params = request.params();
    return recommendations
        .statuses(
            Period.DAILY,
            /* media= */ false,
            request.viewer(),
            params.clamped("limit", STATUSES, 1, MOST_STATUSES),
            offset(params))
        .map(Reply::json);
  }

  /** Posts have no cards of the links in them, so that none is counted. */
  private Future<Reply> links(Request request) {
    request.params().clamped("limit", TAGS, 1, MOST_TAGS);
    offset(request.params());
    return Future.succeededFuture(Reply.json(List.of()));
  }

  private static int offset(Params params) {
    return params.clamped("offset", 0, 0, MOST_OFFSET + 1);
  }
}
