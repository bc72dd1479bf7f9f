package org.flashcrowd.graph;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Whom profiles show, under the routes' older names ({@code pin}) and their newer ones. */
final class EndorsementRoutes implements RouteSource {
  private static final int DEFAULT_LIMIT = 40;
  private static final int MOST_LIMIT = 80;

  private final Endorsements endorsements;
  private final GraphLists lists;
  private final Relationships relationships;

  EndorsementRoutes(Endorsements endorsements, GraphLists lists, Relationships relationships) {
    this.endorsements = endorsements;
    this.lists = lists;
    this.relationships = relationships;
  }

  @Override
  public void declare(Routes routes) {
    Access write = Access.account("write:accounts");
    Access read = Access.account("read:accounts");
    routes
        .post("/api/v1/accounts/:id/pin", write, this::add)
        .post("/api/v1/accounts/:id/unpin", write, this::remove)
        .post("/api/v1/accounts/:id/endorse", write, this::add)
        .post("/api/v1/accounts/:id/unendorse", write, this::remove)
        .get("/api/v1/endorsements", read, this::own)
        .get("/api/v1/accounts/:id/endorsements", Access.optional("read:accounts"), this::of)
        .get("/api/v1/accounts/:id/identity_proofs", read, this::proofs);
  }

  private Future<Reply> add(Request request) {
    return done(request, target -> endorsements.add(request.account(), target));
  }

  private Future<Reply> remove(Request request) {
    return done(request, target -> endorsements.remove(request.account(), target));
  }

  private Future<Reply> done(Request request, Function<Long, Future<Void>> change) {
    long target = request.params().id("id");
    return change
        .apply(target)
        .compose(changed -> relationships.to(request.account(), target))
        .map(Reply::json);
  }

  private Future<Reply> own(Request request) {
    return listed(request, request.account());
  }

  private Future<Reply> of(Request request) {
    return listed(request, request.params().id("id"));
  }

  private Future<Reply> listed(Request request, long owner) {
    Page page = Paging.of(request.params(), DEFAULT_LIMIT, MOST_LIMIT);
    return lists
        .endorsed(owner, request.viewer(), page)
        .map(
            entries ->
                Reply.json(entries.stream().map(GraphLists.Entry<AccountView>::view).toList())
                    .header("Link", Paging.links(request, page, entries, GraphLists.Entry::key)));
  }

  /** The reference keeps this route and answers with an empty list, for whoever still asks. */
  private Future<Reply> proofs(Request request) {
    return relationships
        .to(request.account(), request.params().id("id"))
        .map(known -> Reply.json(List.of()));
  }
}
