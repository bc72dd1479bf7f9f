package org.flashcrowd.search;

import io.vertx.core.Future;
import java.util.Locale;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Paging;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.flashcrowd.search.SearchRequest.Sort;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v2/search}. */
final class SearchRoutes implements RouteSource {
  private static final int PAGE = 20;
  private static final int LARGEST_PAGE = 40;
  // Beyond it there is nothing: an offset is worked off row by row.
  private static final int MOST_OFFSET = 400;
  private static final int LONGEST = 500;

  private final Searches searches;

  SearchRoutes(Searches searches) {
    this.searches = searches;
  }

  @Override
  public void declare(Routes routes) {
    routes.get("/api/v2/search", Access.optional("read:search"), this::search);
  }

  private Future<Reply> search(Request request) {
    SearchRequest asked = asked(request);
    return asked.offset() > MOST_OFFSET
        ? Future.succeededFuture(Reply.json(SearchView.NOTHING))
        : searches.search(asked).map(Reply::json);
  }

  private static SearchRequest asked(Request request) {
    Params params = request.params();
    String text = params.required("q").strip();
    if (text.codePointCount(0, text.length()) > LONGEST) {
      throw Failure.invalid("q", "ERR_TOO_LONG", "is too long (at most " + LONGEST + ")");
    }
    Sort only = sort(params.text("type").orElse(""));
    boolean resolve = params.flag("resolve", false);
    if (request.viewer() == null && (resolve || params.has("offset"))) {
      throw Failure.unauthorized("Search with resolve or offset needs an account");
    }
    return new SearchRequest(
        request.viewer(),
        text,
        only,
        resolve,
        params.flag("following", false) && request.viewer() != null,
        params.optionalId("account_id"),
        Paging.of(params, PAGE, LARGEST_PAGE),
        only == null ? 0 : params.clamped("offset", 0, 0, MOST_OFFSET + 1));
  }

  private static @Nullable Sort sort(String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "" -> null;
      case "accounts" -> Sort.ACCOUNTS;
      case "statuses" -> Sort.STATUSES;
      case "hashtags" -> Sort.HASHTAGS;
      default -> throw Failure.unprocessable("type must be accounts, hashtags or statuses");
    };
  }
}
