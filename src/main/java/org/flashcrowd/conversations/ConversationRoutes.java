package org.flashcrowd.conversations;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Direct posts by conversation: list, read, remove. */
final class ConversationRoutes implements RouteSource {
  private static final int PAGE = 20;
  private static final int LARGEST_PAGE = 40;

  private final Conversations conversations;

  ConversationRoutes(Conversations conversations) {
    this.conversations = conversations;
  }

  @Override
  public void declare(Routes routes) {
    Access write = Access.account("write:conversations");
    routes
        .get("/api/v1/conversations", Access.account("read:statuses"), this::page)
        .delete("/api/v1/conversations/:id", write, this::remove)
        .post("/api/v1/conversations/:id/read", write, this::read);
  }

  private Future<Reply> page(Request request) {
    Page page = Paging.of(request.params(), PAGE, LARGEST_PAGE);
    return conversations
        .page(request.account(), page)
        .map(
            found ->
                Reply.json(found.views())
                    .header("Link", Paging.links(request, page, found.cursors(), Long::longValue)));
  }

  private Future<Reply> remove(Request request) {
    return conversations
        .remove(request.account(), request.params().id("id"))
        .map(done -> Reply.json(Map.of()));
  }

  private Future<Reply> read(Request request) {
    return conversations.read(request.account(), request.params().id("id")).map(Reply::json);
  }
}
