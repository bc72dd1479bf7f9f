package org.flashcrowd.accounts;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.http.Traffic;

/** Serves the pictures of accounts that have none. */
final class PlaceholderRoutes implements RouteSource {
  private final Placeholders placeholders;

  PlaceholderRoutes(Placeholders placeholders) {
    this.placeholders = placeholders;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/assets/avatars/original/:file", Access.open().as(Traffic.FILES), this::avatar)
        .get("/assets/headers/original/missing.png", Access.open().as(Traffic.FILES), this::header);
  }

  private Future<Reply> avatar(Request request) {
    String file = request.params().text("file").orElse("");
    if (!file.matches("\\d{1,2}\\.png")) {
      return Future.failedFuture(Failure.notFound());
    }
    int number = Integer.parseInt(file.substring(0, file.indexOf('.')));
    return number < Placeholders.AVATARS
        ? placeholders.avatar(number).map(PlaceholderRoutes::png)
        : Future.failedFuture(Failure.notFound());
  }

  private Future<Reply> header(Request request) {
    return placeholders.header().map(PlaceholderRoutes::png);
  }

  private static Reply png(Buffer picture) {
    return Reply.bytes(200, "image/png", picture)
        .header("Cache-Control", "public, max-age=604800")
        .header("Content-Encoding", "identity")
        .header("Cross-Origin-Resource-Policy", "cross-origin");
  }
}
