package org.flashcrowd.recommendations;

import io.vertx.core.Future;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.tags.TagView;

/** The same for Pixelfed's apps: only photos, and no pages. */
final class DiscoverRoutes implements RouteSource {
  private static final int STATUSES = 30;
  private static final int TAGS = 12;
  private static final int ACCOUNTS = 20;

  private final Recommendations recommendations;

  DiscoverRoutes(Recommendations recommendations) {
    this.recommendations = recommendations;
  }

  @Override
  public void declare(Routes routes) {
    Access anybody = Access.optional("read:statuses");
    routes
        .shared("/api/v1.1/discover/posts/trending", anybody, this::trending)
        .shared("/api/v1.1/discover/posts/network/trending", anybody, this::latest)
        .shared("/api/v1.1/discover/posts/hashtags", anybody, this::hashtags)
        .shared(
            "/api/v1.1/discover/accounts/popular",
            Access.optional("read:accounts"),
            this::accounts);
  }

  private Future<Reply> trending(Request request) {
    String range = request.params().text("range").orElse("daily");
    Period period =
        Period.of(range)
            .orElseThrow(() -> Failure.unprocessable("range must be daily, monthly or yearly"));
    return posts(request, period);
  }

  /** "Network" is the fediverse to Pixelfed; here it is this server over a longer time. */
  private Future<Reply> latest(Request request) {
    return posts(request, Period.MONTHLY);
  }

  private Future<Reply> posts(Request request, Period period) {
    return recommendations
        .statuses(period, /* media= */ true, request.viewer(), STATUSES, 0)
        .map(Reply::json);
  }

  private Future<Reply> hashtags(Request request) {
    return recommendations
        .tags(request.viewer(), TAGS, 0)
        .map(tags -> Reply.json(tags.stream().map(DiscoverRoutes::tag).toList()));
  }

  private static DiscoverTagView tag(TagView tag) {
    int total = tag.history().stream().mapToInt(day -> Integer.parseInt(day.uses())).sum();
    return new DiscoverTagView(tag.id(), "#" + tag.name(), tag.name(), tag.url(), total);
  }

  private Future<Reply> accounts(Request request) {
    return recommendations.popular(request.viewer(), ACCOUNTS).map(Reply::json);
  }
}
