package org.flashcrowd.timelines;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.timelines.Timelines.TimelinePage;

/** The home, list, public, tag and link timelines. */
final class TimelineRoutes implements RouteSource {
  private static final int PAGE = 20;
  private static final int LARGEST_PAGE = 40;
  // As the API's reference has it: so many more tags of each sort.
  private static final int MORE_TAGS = 4;

  private final Timelines timelines;

  TimelineRoutes(Timelines timelines) {
    this.timelines = timelines;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/api/v1/timelines/home", Access.account("read:statuses"), this::home)
        .get("/api/v1/timelines/list/:id", Access.account("read:lists"), this::ofList)
        .shared("/api/v1/timelines/public", Access.optional("read:statuses"), this::everybody)
        .shared("/api/v1/timelines/tag/:hashtag", Access.optional("read:statuses"), this::tagged)
        .get("/api/v1/timelines/link", Access.optional("read:statuses"), this::ofLink);
  }

  private Future<Reply> home(Request request) {
    Page page = page(request.params());
    return timelines.home(request.account(), page).map(timeline -> reply(request, page, timeline));
  }

  private Future<Reply> ofList(Request request) {
    Page page = page(request.params());
    return timelines
        .ofList(request.account(), request.params().id("id"), page)
        .map(timeline -> reply(request, page, timeline));
  }

  private Future<Reply> everybody(Request request) {
    Params params = request.params();
    Page page = page(params);
    boolean onlyMedia = params.flag("only_media", false);
    if (onlyFromElsewhere(params)) {
      return Future.succeededFuture(Reply.json(List.of()));
    }
    return timelines
        .everybody(request.viewer(), page, onlyMedia)
        .map(timeline -> reply(request, page, timeline));
  }

  private Future<Reply> tagged(Request request) {
    Params params = request.params();
    Page page = page(params);
    TagFilter<String> tags = tags(params);
    if (onlyFromElsewhere(params)) {
      return Future.succeededFuture(Reply.json(List.of()));
    }
    return timelines
        .tagged(request.viewer(), page, tags)
        .map(timeline -> reply(request, page, timeline));
  }

  private static TagFilter<String> tags(Params params) {
    List<String> any = new ArrayList<>();
    any.add(params.required("hashtag"));
    any.addAll(some(params, "any"));
    List<String> all = some(params, "all");
    List<String> none = some(params, "none");
    return new TagFilter<>(
        storable(any), storable(all), storable(none), params.flag("only_media", false));
  }

  private static List<String> some(Params params, String name) {
    return params.texts(name).stream().filter(tag -> !tag.isBlank()).limit(MORE_TAGS).toList();
  }

  /** No link trends on this server: of each there is nothing, as of one that does not trend. */
  private Future<Reply> ofLink(Request request) {
    request.params().required("url");
    return Future.failedFuture(Failure.notFound());
  }

  /** PostgreSQL's text holds no U+0000, not even to compare with. */
  private static List<String> storable(List<String> tags) {
    if (tags.stream().anyMatch(tag -> tag.indexOf('\0') >= 0)) {
      throw Failure.invalid("hashtag", "ERR_INVALID", "must not contain U+0000");
    }
    return tags;
  }

  /** Everybody is local here. Of two flags that exclude each other, {@code local} counts. */
  private static boolean onlyFromElsewhere(Params params) {
    boolean local = params.flag("local", false);
    return params.flag("remote", false) && !local;
  }

  private static Page page(Params params) {
    return Paging.of(params, PAGE, LARGEST_PAGE);
  }

  private static Reply reply(Request request, Page page, TimelinePage timeline) {
    return Reply.json(timeline.statuses())
        .concerning(() -> StatusView.concerned(timeline.statuses()))
        .header("Link", Paging.links(request, page, timeline.ids(), Long::longValue));
  }
}
