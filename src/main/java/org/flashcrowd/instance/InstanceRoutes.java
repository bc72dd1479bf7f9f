package org.flashcrowd.instance;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.http.Traffic;
import org.jspecify.annotations.Nullable;

/** What apps ask of a server before anybody signs in, and what they ask for as they start. */
final class InstanceRoutes implements RouteSource {
  private final Introduction introduction;
  private final Statistics statistics;
  private final Activity activity;
  private final Refreshed<Optional<AccountView>> contact;

  InstanceRoutes(
      Introduction introduction,
      Statistics statistics,
      Activity activity,
      Refreshed<Optional<AccountView>> contact) {
    this.introduction = introduction;
    this.statistics = statistics;
    this.activity = activity;
    this.contact = contact;
  }

  @Override
  public void declare(Routes routes) {
    Access open = Access.open();
    routes
        .shared("/api/v2/instance", open, request -> introduce(introduction::view))
        .shared("/api/v1/instance", open, request -> introduce(introduction::first))
        .get("/api/v1/instance/peers", open, InstanceRoutes::none)
        .shared("/api/v1/instance/rules", open, this::rules)
        .shared("/api/v1/instance/activity", open, this::activity)
        .get("/api/v1/instance/domain_blocks", open, InstanceRoutes::none)
        .get("/api/v1/instance/translation_languages", open, InstanceRoutes::languages)
        .get("/health", open.as(Traffic.CONTROL), InstanceRoutes::health);
  }

  /** A server whose contact cannot be looked up right now introduces itself without. */
  private Future<Reply> introduce(
      BiFunction<Statistics.Figures, @Nullable AccountView, Object> form) {
    return Future.all(statistics.figures(), contact.get().otherwise(failure -> Optional.empty()))
        .map(
            both ->
                form.apply(both.resultAt(0), both.<Optional<AccountView>>resultAt(1).orElse(null)))
        .map(Reply::json);
  }

  private Future<Reply> rules(Request request) {
    return Future.succeededFuture(Reply.json(introduction.rules()));
  }

  private Future<Reply> activity(Request request) {
    return activity.weeks().map(Reply::json);
  }

  /** Of other servers: there are none. */
  private static Future<Reply> none(Request request) {
    return Future.succeededFuture(Reply.json(List.of()));
  }

  private static Future<Reply> languages(Request request) {
    return Future.succeededFuture(Reply.json(Map.of()));
  }

  /** Only that this node answers; the management port knows more. */
  private static Future<Reply> health(Request request) {
    return Future.succeededFuture(Reply.text(200, "OK"));
  }
}
