package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Caller;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.jspecify.annotations.Nullable;

/** Posts, one at a time or a few by their ids. */
final class StatusRoutes implements RouteSource {
  private static final int MOST_IDS = 40;

  private final Statuses statuses;
  private final StatusLists lists;
  private final LaterPosts later;

  StatusRoutes(Statuses statuses, StatusLists lists, LaterPosts later) {
    this.statuses = statuses;
    this.lists = lists;
    this.later = later;
  }

  @Override
  public void declare(Routes routes) {
    Access write = Access.account("write:statuses");
    Access read = Access.optional("read:statuses");
    routes
        .post("/api/v1/statuses", write, this::create)
        .shared("/api/v1/statuses", read, this::index)
        .shared("/api/v1/statuses/:id", read, this::show)
        .delete("/api/v1/statuses/:id", write, this::delete)
        .shared("/api/v1/statuses/:id/context", read, this::context)
        .get("/api/v1/statuses/:id/source", Access.account("read:statuses"), this::source);
  }

  private Future<Reply> create(Request request) {
    NewStatus status = newStatus(request);
    Optional<Instant> at = request.params().time("scheduled_at");
    return at.isPresent()
        ? later.schedule(status, at.get()).map(Reply::json)
        : statuses.create(status).map(Reply::json);
  }

  private static NewStatus newStatus(Request request) {
    Params params = request.params();
    refuseUnsupported(params);
    OptionalLong parent = params.optionalId("in_reply_to_id");
    return new NewStatus(
        request.account(),
        request.caller().map(Caller::applicationId).orElse(null),
        words(params),
        new NewStatus.Choices(visibility(params), params.flag("sensitive").orElse(null)),
        media(params),
        parent.isPresent() ? parent.getAsLong() : null,
        request.header("Idempotency-Key").filter(key -> !key.isBlank()).orElse(null));
  }

  static NewStatus.Words words(Params params) {
    return new NewStatus.Words(
        params.text("status").orElse(""),
        params.text("spoiler_text").orElse(""),
        params.text("language").filter(code -> !code.isBlank()).orElse(null));
  }

  static void refusePoll(Params params) {
    if (!params.object("poll").texts("options").isEmpty()) {
      throw Failure.invalid("poll", "ERR_UNSUPPORTED", "is not supported by this server");
    }
  }

  private static void refuseUnsupported(Params params) {
    refusePoll(params);
    if (params.text("quoted_status_id").filter(given -> !given.isBlank()).isPresent()) {
      throw Failure.invalid(
          "quoted_status_id", "ERR_UNSUPPORTED", "is not supported by this server");
    }
  }

  static @Nullable Visibility visibility(Params params) {
    String wire = params.text("visibility").orElse("");
    return wire.isBlank()
        ? null
        : Visibility.of(wire)
            .orElseThrow(
                () ->
                    Failure.invalid(
                        "visibility",
                        "ERR_INCLUSION",
                        "must be public, unlisted, private or direct"));
  }

  /** A photo that cannot exist is refused like one that does not, and never left out silently. */
  static List<Long> media(Params params) {
    List<String> given = params.texts("media_ids");
    List<Long> ids = params.ids("media_ids");
    if (ids.size() != given.size()) {
      throw Failure.invalid("media_ids", "ERR_INVALID", "names a photo that does not exist");
    }
    return List.copyOf(new LinkedHashSet<>(ids));
  }

  private Future<Reply> index(Request request) {
    List<Long> ids = List.copyOf(new LinkedHashSet<>(request.params().ids("id")));
    if (ids.size() > MOST_IDS) {
      throw Failure.unprocessable("At most " + MOST_IDS + " posts at once");
    }
    return statuses.views(request.viewer(), ids).map(StatusRoutes::reply);
  }

  private static Reply reply(List<StatusView> views) {
    return Reply.json(views).concerning(() -> StatusView.concerned(views));
  }

  private Future<Reply> show(Request request) {
    return statuses
        .view(request.viewer(), request.params().id("id"))
        .map(view -> Reply.json(view).concerning(() -> StatusView.concerned(List.of(view))));
  }

  private Future<Reply> delete(Request request) {
    Params params = request.params();
    return statuses
        .delete(request.account(), params.id("id"), params.flag("delete_media", false))
        .map(Reply::json);
  }

  private Future<Reply> context(Request request) {
    return lists
        .context(request.viewer(), request.params().id("id"))
        .map(context -> Reply.json(context).concerning(context::concerned));
  }

  private Future<Reply> source(Request request) {
    return statuses.source(request.account(), request.params().id("id")).map(Reply::json);
  }
}
