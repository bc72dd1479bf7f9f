package org.flashcrowd.push;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Caller;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** An app's subscription to what is pushed: one for each access token. */
final class SubscriptionRoutes implements RouteSource {
  private static final String PATH = "/api/v1/push/subscription";

  private final Database database;
  private final SubscriptionRepository repository;
  private final Endpoints endpoints;
  private final String serverKey;

  SubscriptionRoutes(
      Database database, SubscriptionRepository repository, Endpoints endpoints, String serverKey) {
    this.database = database;
    this.repository = repository;
    this.endpoints = endpoints;
    this.serverKey = serverKey;
  }

  @Override
  public void declare(Routes routes) {
    Access push = Access.account("push");
    routes
        .get(PATH, push, this::show)
        .post(PATH, push, this::subscribe)
        .put(PATH, push, this::change)
        .delete(PATH, push, this::unsubscribe);
  }

  private Future<Reply> show(Request request) {
    return repository
        .ofToken(database.primary(), token(request))
        .map(found -> reply(found.orElseThrow(Failure::notFound)));
  }

  private static long token(Request request) {
    return request.caller().map(Caller::tokenId).orElseThrow(Failure::notFound);
  }

  private Reply reply(Subscription subscription) {
    return Reply.json(SubscriptionView.of(subscription, serverKey));
  }

  private Future<Reply> subscribe(Request request) {
    Subscription wanted = SubscriptionForm.read(request.params());
    return endpoints
        .address(wanted.endpoint())
        .recover(problem -> Future.failedFuture(refusal(problem)))
        .compose(
            address ->
                repository.replace(database.primary(), token(request), request.account(), wanted))
        .map(this::reply);
  }

  private static Failure refusal(Throwable problem) {
    return Failure.invalid(
        "endpoint",
        "ERR_INVALID",
        problem instanceof Endpoints.Refused refused
            ? String.valueOf(refused.getMessage())
            : "has a host that cannot be found");
  }

  private Future<Reply> change(Request request) {
    Params params = request.params();
    return repository
        .change(
            database.primary(),
            token(request),
            SubscriptionForm.alerts(params),
            SubscriptionForm.policy(params))
        .map(found -> reply(found.orElseThrow(Failure::notFound)));
  }

  private Future<Reply> unsubscribe(Request request) {
    return repository.remove(database.primary(), token(request)).map(done -> Reply.json(Map.of()));
  }
}
