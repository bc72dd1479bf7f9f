package org.flashcrowd.graph;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The list of domains that somebody blocks. */
final class DomainBlockRoutes implements RouteSource {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST_LIMIT = 200;

  private final DomainBlocks blocks;

  DomainBlockRoutes(DomainBlocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public void declare(Routes routes) {
    Access write = Access.account("write:blocks");
    routes
        .get("/api/v1/domain_blocks", Access.account("read:blocks"), this::list)
        .post("/api/v1/domain_blocks", write, this::add)
        .delete("/api/v1/domain_blocks", write, this::remove);
  }

  private Future<Reply> list(Request request) {
    Page page = Paging.of(request.params(), DEFAULT_LIMIT, MOST_LIMIT);
    return blocks
        .of(request.account(), page)
        .map(
            found ->
                Reply.json(found.stream().map(DomainBlocks.Blocked::domain).toList())
                    .header("Link", Paging.links(request, page, found, DomainBlocks.Blocked::id)));
  }

  private Future<Reply> add(Request request) {
    return blocks
        .add(request.account(), request.params().required("domain"))
        .map(done -> Reply.json(Map.of()));
  }

  private Future<Reply> remove(Request request) {
    return blocks
        .remove(request.account(), request.params().required("domain"))
        .map(done -> Reply.json(Map.of()));
  }
}
