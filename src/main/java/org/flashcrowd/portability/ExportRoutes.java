package org.flashcrowd.portability;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.auth.Visitors;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.media.StoredFile;

/** The settings page on which people ask for their archive, and the archive itself. */
final class ExportRoutes implements RouteSource {
  private static final String PAGE = "/settings/export";

  private final Visitors visitors;
  private final Exports exports;

  ExportRoutes(Visitors visitors, Exports exports) {
    this.visitors = visitors;
    this.exports = exports;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get(PAGE, Access.open(), this::page)
        .post(PAGE, Access.open(), this::ask)
        .get(PAGE + "/:id/archive.zip", Access.open(), this::archive);
  }

  private Future<Reply> page(Request request) {
    return visitors.see(
        request,
        visitor ->
            exports
                .of(visitor.account())
                .map(
                    found ->
                        visitors.page(
                            request,
                            visitor,
                            200,
                            "settings/export",
                            Map.of("exports", found.stream().map(Download::of).toList()))));
  }

  private Future<Reply> ask(Request request) {
    return visitors
        .act(request, visitor -> exports.ask(visitor.account()).map(asked -> Reply.redirect(PAGE)))
        .recover(visitors::explain);
  }

  /** Sent to its owner alone and kept by nobody on the way. */
  private Future<Reply> archive(Request request) {
    long id = request.params().id("id");
    return visitors
        .see(
            request,
            visitor ->
                exports
                    .file(visitor.account(), id)
                    .compose(file -> download(visitor.username(), file)))
        .recover(visitors::explain);
  }

  private static Future<Reply> download(String username, StoredFile file) {
    return file.reply(200, "application/zip", 0, file.bytes())
        .map(
            reply ->
                reply
                    .header(
                        "Content-Disposition",
                        "attachment; filename=\"archive-" + username + ".zip\"")
                    .header("Cache-Control", "no-store")
                    .header("X-Content-Type-Options", "nosniff"));
  }
}
