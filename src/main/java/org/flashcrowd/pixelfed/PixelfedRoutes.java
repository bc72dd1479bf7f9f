package org.flashcrowd.pixelfed;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.accounts.Directory;
import org.flashcrowd.config.Config;
import org.flashcrowd.graph.GraphLists;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/**
 * What Pixelfed's app calls under its own paths, which other clients do not know. The app signs its
 * user out on any 401 or 403: what is not to be found is 404, as everywhere.
 */
public final class PixelfedRoutes implements RouteSource {
  private final Config config;
  private final Accounts accounts;
  private final Directory directory;
  private final GraphLists graph;

  public PixelfedRoutes(Config config, Accounts accounts, Directory directory, GraphLists graph) {
    this.config = config;
    this.accounts = accounts;
    this.directory = directory;
    this.graph = graph;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.account("read:accounts");
    routes
        .get("/api/v2/config", Access.open(), this::config)
        .get("/api/v1.1/compose/settings", read, this::compose)
        .get(
            "/api/v1.1/accounts/username/:username",
            Access.optional("read:accounts"),
            this::byUsername)
        .get("/api/v1.1/accounts/mutuals/:id", Access.account("read:follows"), this::mutuals)
        // The app's releases do not agree on where this is.
        .get("/api/v1.1/stories/carousel", read, this::carousel)
        .get("/api/v1.2/stories/carousel", read, this::carousel);
  }

  private Future<Reply> config(Request request) {
    return Future.succeededFuture(Reply.json(ConfigView.of(config)));
  }

  private Future<Reply> compose(Request request) {
    return accounts
        .byId(request.account())
        .map(found -> found.orElseThrow(Failure::notFound))
        .map(account -> Reply.json(ComposeSettingsView.of(config, account)));
  }

  private Future<Reply> byUsername(Request request) {
    return directory.lookup(request.params().text("username").orElse("")).map(Reply::json);
  }

  /** Those whom the caller follows and who follow the account, as the app shows them beside it. */
  private Future<Reply> mutuals(Request request) {
    long id = request.params().id("id");
    return accounts
        .view(id)
        .compose(account -> graph.familiar(request.account(), List.of(id)))
        .map(familiar -> Reply.json(familiar.getFirst().accounts()));
  }

  private Future<Reply> carousel(Request request) {
    return accounts.view(request.account()).map(viewer -> Reply.json(CarouselView.without(viewer)));
  }
}
