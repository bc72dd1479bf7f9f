package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Caller;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** What one may do to a post; each answers with the post as it is then. */
final class InteractionRoutes implements RouteSource {
  /** Something an account does to a post. */
  @FunctionalInterface
  private interface Action {
    Future<Void> run(long account, long id);
  }

  private final Interactions interactions;
  private final Pins pins;
  private final ThreadMutes mutes;
  private final Statuses statuses;

  InteractionRoutes(Interactions interactions, Pins pins, ThreadMutes mutes, Statuses statuses) {
    this.interactions = interactions;
    this.pins = pins;
    this.mutes = mutes;
    this.statuses = statuses;
  }

  @Override
  public void declare(Routes routes) {
    Access favourites = Access.account("write:favourites");
    Access bookmarks = Access.account("write:bookmarks");
    Access write = Access.account("write:statuses");
    Access profile = Access.account("write:accounts");
    Access muting = Access.account("write:mutes");
    String id = "/api/v1/statuses/:id";
    routes
        .post(id + "/favourite", favourites, this::favourite)
        .post(id + "/unfavourite", favourites, request -> act(request, interactions::unfavourite))
        .post(id + "/bookmark", bookmarks, request -> act(request, interactions::bookmark))
        .post(id + "/unbookmark", bookmarks, request -> act(request, interactions::unbookmark))
        .post(id + "/pin", profile, request -> act(request, pins::pin))
        .post(id + "/unpin", profile, request -> act(request, pins::unpin))
        .post(id + "/mute", muting, request -> act(request, mutes::mute))
        .post(id + "/unmute", muting, request -> act(request, mutes::unmute))
        .post(id + "/reblog", write, this::reblog)
        .post(id + "/unreblog", write, this::unreblog);
  }

  private Future<Reply> favourite(Request request) {
    long account = request.account();
    long id = request.params().id("id");
    return interactions
        .favourite(account, id)
        .compose(seen -> statuses.view(account, id, seen))
        .map(Reply::json);
  }

  private Future<Reply> act(Request request, Action action) {
    long account = request.account();
    long id = request.params().id("id");
    return action.run(account, id).compose(done -> statuses.view(account, id)).map(Reply::json);
  }

  private Future<Reply> reblog(Request request) {
    long account = request.account();
    Visibility wanted = StatusRoutes.visibility(request.params());
    return interactions
        .reblog(
            account,
            request.caller().map(Caller::applicationId).orElse(null),
            request.params().id("id"),
            wanted == null ? Visibility.PUBLIC : wanted)
        .compose(boost -> statuses.view(account, boost))
        .map(Reply::json);
  }

  private Future<Reply> unreblog(Request request) {
    long account = request.account();
    long id = request.params().id("id");
    return statuses
        .seenOrBoosted(account, id)
        .compose(
            before ->
                interactions
                    .unreblog(account, id)
                    .compose(post -> statuses.views(account, List.of(post)))
                    .map(after -> after.isEmpty() ? before : after.getFirst()))
        .map(Reply::json);
  }
}
