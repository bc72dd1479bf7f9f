package org.flashcrowd.instance;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.text.RichText;

/** What apps ask of a server before anybody signs in, and what they ask for as they start. */
final class InstanceRoutes implements RouteSource {
  record ExtendedDescription(Instant updatedAt, String content) {}

  private final Introduction introduction;
  private final Statistics statistics;
  private final Instant started;

  InstanceRoutes(Introduction introduction, Statistics statistics, Instant started) {
    this.introduction = introduction;
    this.statistics = statistics;
    this.started = started;
  }

  @Override
  public void declare(Routes routes) {
    Access open = Access.open();
    routes
        .get("/api/v2/instance", open, this::current)
        .get("/api/v1/instance", open, this::first)
        .get("/api/v1/instance/peers", open, InstanceRoutes::none)
        .get("/api/v1/instance/rules", open, InstanceRoutes::none)
        .get("/api/v1/instance/activity", open, InstanceRoutes::none)
        .get("/api/v1/instance/domain_blocks", open, InstanceRoutes::none)
        .get("/api/v1/instance/extended_description", open, this::extended)
        .get("/api/v1/instance/translation_languages", open, InstanceRoutes::languages)
        .get("/health", open, InstanceRoutes::health);
  }

  private Future<Reply> current(Request request) {
    return statistics.figures().map(introduction::view).map(Reply::json);
  }

  private Future<Reply> first(Request request) {
    return statistics.figures().map(introduction::first).map(Reply::json);
  }

  private Future<Reply> extended(Request request) {
    String description = introduction.settings().description();
    String html = RichText.html(description, NoLinks.NONE);
    return Future.succeededFuture(Reply.json(new ExtendedDescription(started, html)));
  }

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
