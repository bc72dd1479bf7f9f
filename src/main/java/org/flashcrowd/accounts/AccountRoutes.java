package org.flashcrowd.accounts;

import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.http.Traffic;

/** Other people's accounts, found by id, by name and by a part of a name. */
public final class AccountRoutes implements RouteSource {
  private static final int MOST_IDS = 40;
  private static final int DEFAULT_LIMIT = 40;
  private static final int MOST_LIMIT = 80;
  // More than a search ever finds: what is beyond is empty and not the last page again.
  private static final int MOST_OFFSET = 10_000;

  private final Accounts accounts;
  private final Directory directory;
  private final AccountSearch search;

  AccountRoutes(Accounts accounts, Directory directory, AccountSearch search) {
    this.accounts = accounts;
    this.directory = directory;
    this.search = search;
  }

  @Override
  public void declare(Routes routes) {
    Access anybody = Access.optional("read:accounts");
    routes
        .shared("/api/v1/accounts", anybody, this::index)
        .shared("/api/v1/accounts/lookup", anybody, this::lookup)
        .get(
            "/api/v1/accounts/search",
            Access.account("read:accounts").as(Traffic.DISCOVERY),
            this::search)
        .shared("/api/v1/accounts/:id", anybody, this::show);
  }

  private Future<Reply> show(Request request) {
    return accounts.view(request.params().id("id")).map(Reply::json);
  }

  private Future<Reply> index(Request request) {
    List<Long> ids = request.params().ids("id").stream().distinct().limit(MOST_IDS).toList();
    return accounts
        .views(ids)
        .map(views -> ids.stream().map(views::get).filter(Objects::nonNull).toList())
        .map(Reply::json);
  }

  private Future<Reply> lookup(Request request) {
    return directory.lookup(request.params().required("acct")).map(Reply::json);
  }

  private Future<Reply> search(Request request) {
    Params params = request.params();
    return search
        .find(
            request.account(),
            params.text("q").orElse(""),
            params.flag("following", false),
            params.clamped("limit", DEFAULT_LIMIT, 1, MOST_LIMIT),
            params.clamped("offset", 0, 0, MOST_OFFSET))
        .map(Reply::json);
  }
}
