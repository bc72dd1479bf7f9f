package org.flashcrowd.filters;

import static java.util.Objects.requireNonNullElse;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.flashcrowd.filters.FilterForm.KeywordChange;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Filters of several keywords and posts, which the server matches. */
final class FilterRoutes implements RouteSource {
  private final Filters filters;
  private final InstantSource clock;

  FilterRoutes(Filters filters, InstantSource clock) {
    this.filters = filters;
    this.clock = clock;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.account("read:filters");
    Access write = Access.account("write:filters");
    routes
        .get("/api/v2/filters", read, this::list)
        .post("/api/v2/filters", write, this::create)
        .get("/api/v2/filters/:id", read, this::get)
        .put("/api/v2/filters/:id", write, this::update)
        .delete("/api/v2/filters/:id", write, this::delete)
        .get("/api/v2/filters/:id/keywords", read, this::keywords)
        .post("/api/v2/filters/:id/keywords", write, this::addKeyword)
        .get("/api/v2/filters/keywords/:id", read, this::keyword)
        .put("/api/v2/filters/keywords/:id", write, this::updateKeyword)
        .delete("/api/v2/filters/keywords/:id", write, this::deleteKeyword)
        .get("/api/v2/filters/:id/statuses", read, this::statuses)
        .post("/api/v2/filters/:id/statuses", write, this::addStatus)
        .get("/api/v2/filters/statuses/:id", read, this::status)
        .delete("/api/v2/filters/statuses/:id", write, this::deleteStatus);
  }

  private static long id(Request request) {
    return request.params().id("id");
  }

  private FilterForm form(Request request) {
    return new FilterForm(request.params(), clock.instant());
  }

  private static Reply empty(Void done) {
    return Reply.json(Map.of());
  }

  private Future<Reply> list(Request request) {
    return filters.of(request.account()).map(Reply::json);
  }

  private Future<Reply> create(Request request) {
    FilterForm form = form(request);
    return filters.create(request.account(), form.head(), form.keywords()).map(Reply::json);
  }

  private Future<Reply> get(Request request) {
    return filters.one(request.account(), id(request)).map(Reply::json);
  }

  private Future<Reply> update(Request request) {
    FilterForm form = form(request);
    return filters
        .update(request.account(), id(request), form::head, form.keywords())
        .map(Reply::json);
  }

  private Future<Reply> delete(Request request) {
    return filters.delete(request.account(), id(request)).map(FilterRoutes::empty);
  }

  private Future<Reply> keywords(Request request) {
    return filters
        .one(request.account(), id(request))
        .map(filter -> Reply.json(requireNonNullElse(filter.keywords(), List.of())));
  }

  private Future<Reply> addKeyword(Request request) {
    return filters
        .addKeyword(request.account(), id(request), form(request).keyword())
        .map(Reply::json);
  }

  private Future<Reply> keyword(Request request) {
    long id = id(request);
    return filters
        .ofKeyword(request.account(), id)
        .map(filter -> Reply.json(Filters.keyword(filter, id)));
  }

  private Future<Reply> updateKeyword(Request request) {
    long id = id(request);
    KeywordChange change = form(request).keyword();
    return filters
        .updateKeyword(request.account(), id, change::over, UnaryOperator.identity())
        .map(filter -> Reply.json(Filters.keyword(filter, id)));
  }

  private Future<Reply> deleteKeyword(Request request) {
    return filters.deleteKeyword(request.account(), id(request)).map(FilterRoutes::empty);
  }

  private Future<Reply> statuses(Request request) {
    return filters
        .one(request.account(), id(request))
        .map(filter -> Reply.json(requireNonNullElse(filter.statuses(), List.of())));
  }

  private Future<Reply> addStatus(Request request) {
    long status = request.params().optionalId("status_id").orElseThrow(Failure::notFound);
    return filters.addStatus(request.account(), id(request), status).map(Reply::json);
  }

  private Future<Reply> status(Request request) {
    return filters.filteredStatus(request.account(), id(request)).map(Reply::json);
  }

  private Future<Reply> deleteStatus(Request request) {
    return filters.deleteStatus(request.account(), id(request)).map(FilterRoutes::empty);
  }
}
