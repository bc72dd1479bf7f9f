package org.flashcrowd.moderation;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The queue of reports, for moderators. */
final class CaseRoutes implements RouteSource {
  private final Cases cases;

  CaseRoutes(Cases cases) {
    this.cases = cases;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.account("admin:read:reports");
    Access write = Access.account("admin:write:reports");
    String one = "/api/v1/admin/reports/:id";
    routes
        .get("/api/v1/admin/reports", read, this::list)
        .get(one, read, request -> reply(cases.view(id(request))))
        .put(one, write, this::classify)
        .post(
            one + "/assign_to_self",
            write,
            request -> reply(cases.assign(request.account(), id(request))))
        .post(
            one + "/unassign",
            write,
            request -> reply(cases.unassign(request.account(), id(request))))
        .post(
            one + "/resolve",
            write,
            request -> reply(cases.resolve(request.account(), id(request))))
        .post(
            one + "/reopen", write, request -> reply(cases.reopen(request.account(), id(request))));
  }

  private Future<Reply> list(Request request) {
    Page page = Paging.of(request.params(), MemberRoutes.DEFAULT_LIMIT, MemberRoutes.MOST_LIMIT);
    return cases
        .find(page, CaseFilter.of(request.params()))
        .map(
            found ->
                Reply.json(found.views())
                    .header("Link", Paging.links(request, page, found.ids(), id -> id)));
  }

  /** What is not sent stays as it is. */
  private Future<Reply> classify(Request request) {
    Params params = request.params();
    long id = id(request);
    return cases
        .view(id)
        .compose(
            known -> {
              Category category =
                  params.has("category")
                      ? NewReport.category(params)
                      : Category.of(known.category()).orElse(Category.OTHER);
              return cases.classify(
                  request.account(), id, category, rules(params, known, category));
            })
        .map(Reply::json);
  }

  /** Only a violation names rules. */
  private static List<Long> rules(Params params, CaseView known, Category category) {
    if (category != Category.VIOLATION) {
      return List.of();
    }
    return params.has("rule_ids")
        ? NewReport.bounded(params, "rule_ids")
        : known.rules().stream().map(rule -> Long.valueOf(rule.id())).toList();
  }

  private static long id(Request request) {
    return request.params().id("id");
  }

  private static Future<Reply> reply(Future<CaseView> view) {
    return view.map(Reply::json);
  }
}
