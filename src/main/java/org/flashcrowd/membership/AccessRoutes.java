package org.flashcrowd.membership;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.auth.OpenDoors;
import org.flashcrowd.auth.Visitors;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The settings page that lists browsers and applications, and ends their access. */
final class AccessRoutes implements RouteSource {
  private static final String PAGE = "/settings/access";

  private final Visitors visitors;
  private final OpenDoors doors;

  AccessRoutes(Visitors visitors, OpenDoors doors) {
    this.visitors = visitors;
    this.doors = doors;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get(PAGE, Access.open(), this::list)
        .post(PAGE + "/sessions/:id/end", Access.open(), this::endSession)
        .post(PAGE + "/apps/:id/end", Access.open(), this::endApp);
  }

  private Future<Reply> list(Request request) {
    return visitors.see(
        request,
        visitor ->
            doors
                .sessions(visitor.account(), visitors.session(request))
                .compose(
                    sessions ->
                        doors
                            .apps(visitor.account())
                            .map(
                                apps ->
                                    visitors.page(
                                        request,
                                        visitor,
                                        200,
                                        "settings/access",
                                        Map.of("sessions", sessions, "apps", apps)))));
  }

  private Future<Reply> endSession(Request request) {
    return visitors
        .act(
            request,
            visitor ->
                doors
                    .endSession(visitor.account(), id(request), request.address())
                    .map(ended -> Reply.redirect(PAGE)))
        .recover(visitors::explain);
  }

  private Future<Reply> endApp(Request request) {
    return visitors
        .act(
            request,
            visitor ->
                doors
                    .endApp(visitor.account(), id(request), request.address())
                    .map(ended -> Reply.redirect(PAGE)))
        .recover(visitors::explain);
  }

  private static long id(Request request) {
    return request.params().id("id");
  }
}
