package org.flashcrowd.statuses;

import io.vertx.core.Future;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Posts in other people's pages; and polls, of which there are none. */
final class EmbedRoutes implements RouteSource {
  private static final int WIDTH = 400;
  private static final int LEAST_WIDTH = 100;
  private static final int MOST_WIDTH = 1_920;

  private final Embeds embeds;

  EmbedRoutes(Embeds embeds) {
    this.embeds = embeds;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .shared("/api/oembed", Access.open(), this::embed)
        .get("/api/v1/polls/:id", Access.optional("read:statuses"), EmbedRoutes::noPoll)
        .post("/api/v1/polls/:id/votes", Access.account("write:statuses"), EmbedRoutes::noPoll);
  }

  private Future<Reply> embed(Request request) {
    Params params = request.params();
    if (!params.text("format").filter(format -> !format.isBlank()).orElse("json").equals("json")) {
      throw Failure.invalid("format", "ERR_INCLUSION", "must be json");
    }
    return embeds
        .of(
            params.text("url").orElse(""),
            params.clamped("maxwidth", WIDTH, LEAST_WIDTH, MOST_WIDTH))
        .map(Reply::json);
  }

  /** docs/decisions/0005-no-polls.md. */
  private static Future<Reply> noPoll(Request request) {
    return Future.failedFuture(Failure.notFound());
  }
}
