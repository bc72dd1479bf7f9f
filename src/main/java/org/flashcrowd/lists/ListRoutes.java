package org.flashcrowd.lists;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Lists and their members. The timeline of a list is with the other timelines. */
final class ListRoutes implements RouteSource {
  private static final int PAGE = 40;
  private static final int LARGEST_PAGE = 80;

  private final Lists lists;
  private final Accounts accounts;

  ListRoutes(Lists lists, Accounts accounts) {
    this.lists = lists;
    this.accounts = accounts;
  }

  @Override
  public void declare(Routes routes) {
    Access read = Access.account("read:lists");
    Access write = Access.account("write:lists");
    routes
        .get("/api/v1/lists", read, this::all)
        .post("/api/v1/lists", write, this::create)
        .get("/api/v1/lists/:id", read, this::one)
        .put("/api/v1/lists/:id", write, this::update)
        .delete("/api/v1/lists/:id", write, this::delete)
        .get("/api/v1/lists/:id/accounts", read, this::members)
        .post("/api/v1/lists/:id/accounts", write, this::add)
        .delete("/api/v1/lists/:id/accounts", write, this::remove)
        .get("/api/v1/accounts/:id/lists", read, this::containing);
  }

  private Future<Reply> all(Request request) {
    return lists.all(request.account()).map(Reply::json);
  }

  private Future<Reply> create(Request request) {
    return lists.create(request.account(), ListForm.created(request.params())).map(Reply::json);
  }

  private Future<Reply> one(Request request) {
    return lists.get(request.account(), request.params().id("id")).map(Reply::json);
  }

  private Future<Reply> update(Request request) {
    Params params = request.params();
    return lists
        .update(request.account(), params.id("id"), ListForm.changed(params))
        .map(Reply::json);
  }

  private Future<Reply> delete(Request request) {
    return lists
        .delete(request.account(), request.params().id("id"))
        .map(done -> Reply.json(Map.of()));
  }

  private Future<Reply> members(Request request) {
    Params params = request.params();
    // "All of them", as the reference has it for 0; a list has an end.
    boolean all = params.clamped("limit", PAGE, 0, LARGEST_PAGE) == 0;
    Page page = all ? Page.first(Lists.MOST_MEMBERS) : Paging.of(params, PAGE, LARGEST_PAGE);
    return lists
        .members(request.account(), params.id("id"), page)
        .compose(members -> shown(request, page, members, all));
  }

  private Future<Reply> shown(
      Request request, Page page, List<ListRepository.Member> members, boolean all) {
    return accounts
        .views(members.stream().map(ListRepository.Member::account).toList())
        .map(
            views ->
                Reply.json(
                    members.stream()
                        .map(member -> views.get(member.account()))
                        .filter(Objects::nonNull)
                        .toList()))
        .map(
            reply ->
                all
                    ? reply
                    : reply.header(
                        "Link", Paging.links(request, page, members, ListRepository.Member::id)));
  }

  private Future<Reply> add(Request request) {
    return lists
        .add(request.account(), request.params().id("id"), existing(request.params()))
        .map(done -> Reply.json(Map.of()));
  }

  private Future<Reply> remove(Request request) {
    Params params = request.params();
    List<Long> ids = params.ids("account_ids").stream().distinct().toList();
    return lists
        .remove(request.account(), params.id("id"), few(ids))
        .map(done -> Reply.json(Map.of()));
  }

  private Future<Reply> containing(Request request) {
    return lists.containing(request.account(), request.params().id("id")).map(Reply::json);
  }

  /** An id that cannot be one is of nobody whom the caller follows. */
  private static List<Long> existing(Params params) {
    List<String> texts = new ArrayList<>(params.texts("account_ids"));
    if (texts.isEmpty()) {
      throw Failure.invalid("account_ids", "ERR_BLANK", "can't be blank");
    }
    List<Long> ids = params.ids("account_ids");
    if (ids.size() < texts.size()) {
      throw Failure.notFound();
    }
    return few(ids.stream().distinct().toList());
  }

  private static List<Long> few(List<Long> ids) {
    if (ids.size() > Lists.MOST_MEMBERS) {
      throw Failure.invalid(
          "account_ids", "ERR_TOO_MANY", "are more than " + Lists.MOST_MEMBERS + " accounts");
    }
    return ids;
  }
}
