package org.flashcrowd.filters;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.flashcrowd.filters.FilterForm.Keyword;
import org.flashcrowd.filters.FilterForm.KeywordChange;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The same filters as apps see them that know one phrase for each, under the keyword's id. */
final class V1FilterRoutes implements RouteSource {
  private final Filters filters;
  private final InstantSource clock;

  V1FilterRoutes(Filters filters, InstantSource clock) {
    this.filters = filters;
    this.clock = clock;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.account("read:filters");
    Access write = Access.account("write:filters");
    routes
        .get("/api/v1/filters", read, this::list)
        .post("/api/v1/filters", write, this::create)
        .get("/api/v1/filters/:id", read, this::get)
        .put("/api/v1/filters/:id", write, this::update)
        .delete("/api/v1/filters/:id", write, this::delete);
  }

  private Future<Reply> list(Request request) {
    return filters
        .of(request.account())
        .map(all -> all.stream().flatMap(filter -> filter.older().stream()).toList())
        .map(Reply::json);
  }

  private Future<Reply> create(Request request) {
    FilterForm form = new FilterForm(request.params(), clock.instant());
    Keyword phrase = form.phrase();
    KeywordChange keyword =
        new KeywordChange(OptionalLong.empty(), phrase.text(), phrase.wholeWord(), false);
    return filters
        .create(request.account(), form.olderHead(), List.of(keyword))
        .map(filter -> Reply.json(filter.older().getFirst()));
  }

  private Future<Reply> get(Request request) {
    long id = request.params().id("id");
    return filters.ofKeyword(request.account(), id).map(filter -> reply(filter, id));
  }

  private Future<Reply> update(Request request) {
    long id = request.params().id("id");
    FilterForm form = new FilterForm(request.params(), clock.instant());
    return filters
        .updateKeyword(request.account(), id, form::phrase, form::olderHead)
        .map(filter -> reply(filter, id));
  }

  private static Reply reply(FilterView filter, long keyword) {
    return Reply.json(V1FilterView.of(filter, Filters.keyword(filter, keyword)));
  }

  private Future<Reply> delete(Request request) {
    return filters
        .deleteKeyword(request.account(), request.params().id("id"))
        .map(done -> Reply.json(Map.of()));
  }
}
