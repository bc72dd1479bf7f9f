package org.flashcrowd.portability;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.flashcrowd.auth.Visitor;
import org.flashcrowd.auth.Visitors;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.http.Upload;

/** The settings page on which people bring their lists along. */
final class ImportRoutes implements RouteSource {
  private static final String PAGE = "/settings/import";
  private static final long LARGEST = 2 * 1024 * 1024;

  private final Vertx vertx;
  private final Visitors visitors;
  private final Imports imports;

  ImportRoutes(Vertx vertx, Visitors visitors, Imports imports) {
    this.vertx = vertx;
    this.visitors = visitors;
    this.imports = imports;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get(PAGE, Access.open(), this::page)
        .upload(HttpMethod.POST, PAGE, Access.open().limited(Access.Limit.MEDIA), this::bring);
  }

  private Future<Reply> page(Request request) {
    return visitors.see(request, visitor -> page(request, visitor, 200, ""));
  }

  private Future<Reply> page(Request request, Visitor visitor, int status, String problem) {
    return imports
        .of(visitor.account())
        .map(
            found ->
                visitors.page(
                    request,
                    visitor,
                    status,
                    "settings/import",
                    Map.of(
                        "imports", found.stream().map(Brought::of).toList(), "problem", problem)));
  }

  private Future<Reply> bring(Request request) {
    return visitors
        .act(
            request,
            visitor ->
                text(request)
                    .compose(text -> imports.begin(visitor.account(), kind(request), text))
                    .map(lines -> Reply.redirect(PAGE))
                    .recover(
                        failure ->
                            failure instanceof Failure refused && refused.status() == 422
                                ? page(request, visitor, 422, refused.body().error())
                                : Future.failedFuture(failure)))
        .recover(visitors::explain);
  }

  private static ImportKind kind(Request request) {
    return ImportKind.of(request.params().text("kind").orElse(""))
        .orElseThrow(() -> Failure.unprocessable("Please say what the file holds."));
  }

  private Future<String> text(Request request) {
    Upload file = request.upload("file").orElse(null);
    if (file == null || file.bytes() == 0) {
      return Future.failedFuture(Failure.unprocessable("Please choose a file."));
    }
    return file.bytes() > LARGEST
        ? Future.failedFuture(Failure.unprocessable("The file is larger than 2 MB."))
        : vertx
            .fileSystem()
            .readFile(file.file().toString())
            .map((Buffer read) -> read.toString(StandardCharsets.UTF_8));
  }
}
