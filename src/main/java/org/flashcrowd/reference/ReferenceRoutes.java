package org.flashcrowd.reference;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.EntityTag;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.web.Pages;
import org.jspecify.annotations.Nullable;

/**
 * Serves the document and its page. Both are made when somebody first asks for them, on a worker
 * thread and once: a server that nobody asks does not pay for them as it starts.
 */
public final class ReferenceRoutes implements RouteSource {
  /** The document and its page, made. */
  private record Made(Buffer yaml, String page) {}

  private final Vertx vertx;
  private final Pages pages;
  private final AtomicReference<@Nullable Future<Made>> made = new AtomicReference<>();
  private @Nullable Routes table;

  public ReferenceRoutes(Vertx vertx, Pages pages) {
    this.vertx = vertx;
    this.pages = pages;
  }

  @Override
  public void declare(Routes routes) {
    table = routes;
    routes
        .get("/api/openapi.yaml", Access.open(), this::document)
        .get("/api", Access.open(), this::page);
  }

  private Future<Reply> document(Request request) {
    return made()
        .map(
            made -> {
              EntityTag tag = EntityTag.weak(made.yaml());
              Reply reply =
                  tag.isKnownTo(request)
                      ? Reply.empty(304)
                      : Reply.bytes(200, "application/yaml; charset=utf-8", made.yaml());
              return reply
                  .header("ETag", tag.value())
                  .header("Cache-Control", "public, max-age=300");
            });
  }

  private Future<Reply> page(Request request) {
    return made().map(made -> Reply.html(200, made.page()));
  }

  /** What failed is tried again by the next who asks. */
  private Future<Made> made() {
    Future<Made> known = made.get();
    if (known != null && !known.failed()) {
      return known;
    }
    Future<Made> making = vertx.executeBlocking(this::make, false).map(Objects::requireNonNull);
    made.set(making);
    return making;
  }

  private Made make() {
    Routes routes = Objects.requireNonNull(table, "declared before it is called");
    byte[] yaml = Document.bytes();
    Document document = Document.read(yaml, routes.all());
    return new Made(
        Buffer.buffer(yaml),
        pages.render("reference/api", Map.of("sections", document.sections())));
  }
}
