package org.flashcrowd.web;

import io.vertx.core.Future;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Serves the files that pages need, for a browser to keep. */
final class AssetRoutes implements RouteSource {
  private final Assets assets;

  AssetRoutes(Assets assets) {
    this.assets = assets;
  }

  @Override
  public void declare(Routes routes) {
    routes.get("/assets/:name", Access.open().limited(Access.Limit.NONE), this::asset);
  }

  private Future<Reply> asset(Request request) {
    Assets.Asset asset =
        assets.find(request.params().text("name").orElse("")).orElseThrow(Failure::notFound);
    return Future.succeededFuture(
        Reply.bytes(200, asset.contentType(), asset.content())
            .header("Cache-Control", "public, max-age=31536000, immutable"));
  }
}
