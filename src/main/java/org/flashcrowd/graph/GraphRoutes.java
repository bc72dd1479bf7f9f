package org.flashcrowd.graph;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Following, blocking, muting: each answers how the two stand to each other afterwards. */
public final class GraphRoutes implements RouteSource {
  private static final int MOST_IDS = 200;
  private static final int LONGEST_MUTE_SECONDS = 10 * 365 * 86_400;

  private final Graph graph;
  private final Relationships relationships;

  public GraphRoutes(Graph graph, Relationships relationships) {
    this.graph = graph;
    this.relationships = relationships;
  }

  @Override
  public void declare(Routes routes) {
    Access follows = Access.account("write:follows");
    Access blocks = Access.account("write:blocks");
    Access mutes = Access.account("write:mutes");
    routes
        .get("/api/v1/accounts/relationships", Access.account("read:follows"), this::relationships)
        .post("/api/v1/accounts/:id/follow", follows, this::follow)
        .post("/api/v1/accounts/:id/unfollow", follows, this::unfollow)
        .post("/api/v1/accounts/:id/remove_from_followers", follows, this::removeFollower)
        .post("/api/v1/accounts/:id/block", blocks, this::block)
        .post("/api/v1/accounts/:id/unblock", blocks, this::unblock)
        .post("/api/v1/accounts/:id/mute", mutes, this::mute)
        .post("/api/v1/accounts/:id/unmute", mutes, this::unmute)
        .post("/api/v1/accounts/:id/note", Access.account("write:accounts"), this::note)
        .post("/api/v1/follow_requests/:id/authorize", follows, this::authorize)
        .post("/api/v1/follow_requests/:id/reject", follows, this::reject);
  }

  private Future<Reply> relationships(Request request) {
    Params params = request.params();
    List<Long> ids = params.ids("id").stream().distinct().limit(MOST_IDS).toList();
    return relationships
        .of(request.account(), ids, params.flag("with_suspended", false))
        .map(Reply::json);
  }

  private Future<Reply> follow(Request request) {
    Params params = request.params();
    FollowOptions options =
        new FollowOptions(
            params.flag("reblogs").orElse(null),
            params.flag("notify").orElse(null),
            params.has("languages") ? params.texts("languages") : null);
    return done(request, target -> graph.follow(request.account(), target, options));
  }

  private Future<Reply> unfollow(Request request) {
    return done(request, target -> graph.unfollow(request.account(), target));
  }

  private Future<Reply> removeFollower(Request request) {
    return done(request, follower -> graph.removeFollower(request.account(), follower));
  }

  private Future<Reply> block(Request request) {
    return done(request, target -> graph.block(request.account(), target));
  }

  private Future<Reply> unblock(Request request) {
    return done(request, target -> graph.unblock(request.account(), target));
  }

  private Future<Reply> mute(Request request) {
    Params params = request.params();
    boolean notifications = params.flag("notifications", true);
    int seconds = params.clamped("duration", 0, 0, LONGEST_MUTE_SECONDS);
    Duration duration = seconds == 0 ? null : Duration.ofSeconds(seconds);
    return done(request, target -> graph.mute(request.account(), target, notifications, duration));
  }

  private Future<Reply> unmute(Request request) {
    return done(request, target -> graph.unmute(request.account(), target));
  }

  private Future<Reply> note(Request request) {
    String comment = request.params().text("comment").orElse("");
    return done(request, target -> graph.note(request.account(), target, comment));
  }

  private Future<Reply> authorize(Request request) {
    return done(request, requester -> graph.authorize(request.account(), requester));
  }

  private Future<Reply> reject(Request request) {
    return done(request, requester -> graph.reject(request.account(), requester));
  }

  private Future<Reply> done(Request request, Function<Long, Future<Void>> change) {
    long target = request.params().id("id");
    return change
        .apply(target)
        .compose(changed -> relationships.to(request.account(), target))
        .map(Reply::json);
  }
}
