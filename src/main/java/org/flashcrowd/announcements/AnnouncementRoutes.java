package org.flashcrowd.announcements;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Announcements as people read, dismiss and react to them. */
record AnnouncementRoutes(Announcements announcements) implements RouteSource {
  @Override
  public void declare(Routes routes) {
    Access write = Access.account("write:favourites");
    routes
        // The reference asks for a user's token and names no scope; apps ask for this one.
        .get("/api/v1/announcements", Access.account("read:accounts"), this::list)
        .post("/api/v1/announcements/:id/dismiss", Access.account("write:accounts"), this::dismiss)
        .put("/api/v1/announcements/:id/reactions/:name", write, this::react)
        .delete("/api/v1/announcements/:id/reactions/:name", write, this::unreact);
  }

  private Future<Reply> list(Request request) {
    return announcements.active(request.account()).map(Reply::json);
  }

  private Future<Reply> dismiss(Request request) {
    return announcements
        .dismiss(request.account(), request.params().id("id"))
        .map(AnnouncementRoutes::empty);
  }

  private Future<Reply> react(Request request) {
    return announcements
        .react(request.account(), request.params().id("id"), name(request))
        .map(AnnouncementRoutes::empty);
  }

  private Future<Reply> unreact(Request request) {
    return announcements
        .unreact(request.account(), request.params().id("id"), name(request))
        .map(AnnouncementRoutes::empty);
  }

  private static String name(Request request) {
    return request.params().text("name").orElse("");
  }

  private static Reply empty(Void done) {
    return Reply.json(Map.of());
  }
}
