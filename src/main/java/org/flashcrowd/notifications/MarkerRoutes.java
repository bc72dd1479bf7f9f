package org.flashcrowd.notifications;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** How far somebody has read their home timeline and their notifications, on all their devices. */
final class MarkerRoutes implements RouteSource {
  private static final List<String> TIMELINES = List.of("home", "notifications");

  private final Database database;
  private final MarkerRepository repository;

  MarkerRoutes(Database database, MarkerRepository repository) {
    this.database = database;
    this.repository = repository;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/api/v1/markers", Access.account("read:statuses"), this::read)
        .post("/api/v1/markers", Access.account("write:statuses"), this::set);
  }

  private Future<Reply> read(Request request) {
    List<String> timelines =
        request.params().texts("timeline").stream().filter(TIMELINES::contains).toList();
    return timelines.isEmpty()
        ? Future.succeededFuture(Reply.json(Map.of()))
        : repository.of(database.primary(), request.account(), timelines).map(Reply::json);
  }

  private Future<Reply> set(Request request) {
    Map<String, Long> lastRead = new TreeMap<>();
    for (String timeline : TIMELINES) {
      if (request.params().has(timeline)) {
        lastRead.put(timeline, lastReadId(request.params().object(timeline)));
      }
    }
    return lastRead.isEmpty()
        ? Future.succeededFuture(Reply.json(Map.of()))
        : repository.set(database.primary(), request.account(), lastRead).map(Reply::json);
  }

  private static long lastReadId(Params marker) {
    String id = marker.required("last_read_id");
    List<Long> parsed = marker.ids("last_read_id");
    if (parsed.isEmpty()) {
      throw Failure.invalid("last_read_id", "ERR_INVALID", "is not an id: " + shorten(id));
    }
    return parsed.getFirst();
  }

  private static String shorten(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }
}
