package org.flashcrowd.emojis;

import io.vertx.core.Future;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The emojis that apps offer in their pickers. */
record EmojiRoutes(Emojis emojis) implements RouteSource {
  @Override
  public void declare(Routes routes) {
    routes.shared("/api/v1/custom_emojis", Access.open(), this::list);
  }

  private Future<Reply> list(Request request) {
    return Future.succeededFuture(Reply.json(emojis.all()));
  }
}
