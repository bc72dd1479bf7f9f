package org.flashcrowd.search;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.flashcrowd.accounts.AccountSearch;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Directory;
import org.flashcrowd.db.DatabaseUnavailable;
import org.flashcrowd.db.Page;
import org.flashcrowd.http.Failure;
import org.flashcrowd.search.PostQuery.Term;
import org.flashcrowd.search.SearchRequest.Sort;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;
import org.flashcrowd.tags.TagView;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Searches accounts, posts and tags, and takes URLs and addresses of this server at their word. */
final class Searches {
  private static final Logger LOG = LoggerFactory.getLogger(Searches.class);
  private static final int NOT_FOUND = 404;
  // Who is named in one query; more would be a way to ask who exists.
  private static final int MOST_NAMES = 5;
  // No id is negative: what nobody wrote matches nothing.
  private static final long NOBODY = -1;

  private final Directory directory;
  private final Statuses statuses;
  private final AccountSearch accounts;
  private final PostSearch posts;
  private final TagSearch tags;

  Searches(
      Directory directory,
      Statuses statuses,
      AccountSearch accounts,
      PostSearch posts,
      TagSearch tags) {
    this.directory = directory;
    this.statuses = statuses;
    this.accounts = accounts;
    this.posts = posts;
    this.tags = tags;
  }

  Future<SearchView> search(SearchRequest request) {
    if (request.text().isEmpty()) {
      return Future.succeededFuture(SearchView.NOTHING);
    }
    if (request.resolve() && LocalUrl.isUrl(request.text())) {
      return resolve(request);
    }
    return Future.all(accounts(request), posts(request), tags(request))
        .map(found -> new SearchView(found.resultAt(0), found.resultAt(1), found.resultAt(2)));
  }

  /** What a URL stands for, if the viewer may see it and asked for its sort; nothing otherwise. */
  private Future<SearchView> resolve(SearchRequest request) {
    return LocalUrl.parse(request.text(), directory.host())
        .map(url -> resolve(request, url))
        .orElse(Future.succeededFuture(SearchView.NOTHING));
  }

  private Future<SearchView> resolve(SearchRequest request, LocalUrl url) {
    if (url.status().isEmpty()) {
      return request.wants(Sort.ACCOUNTS)
          ? missing(directory.lookup(url.username()).map(SearchView::of), SearchView.NOTHING)
          : Future.succeededFuture(SearchView.NOTHING);
    }
    return request.wants(Sort.STATUSES)
        ? missing(
            statuses.view(request.viewer(), url.status().getAsLong()).map(post -> of(post, url)),
            SearchView.NOTHING)
        : Future.succeededFuture(SearchView.NOTHING);
  }

  private static SearchView of(StatusView post, LocalUrl url) {
    return post.account().username().equalsIgnoreCase(url.username())
        ? SearchView.of(post)
        : SearchView.NOTHING;
  }

  private static <T> Future<T> missing(Future<T> found, T otherwise) {
    return found.recover(
        failure ->
            failure instanceof Failure refused && refused.status() == NOT_FOUND
                ? Future.succeededFuture(otherwise)
                : Future.failedFuture(failure));
  }

  private Future<List<AccountView>> accounts(SearchRequest request) {
    String text = request.text();
    if (!request.wants(Sort.ACCOUNTS) || text.startsWith("#")) {
      return Future.succeededFuture(List.of());
    }
    if (text.indexOf('@', 1) > 0 && !request.following()) {
      return address(request);
    }
    Long viewer = request.viewer();
    return request.only() == Sort.ACCOUNTS
        ? accounts.find(viewer, text, request.following(), request.limit(), request.offset())
        : accounts.named(viewer, text, request.following(), request.limit(), request.offset());
  }

  /** A whole address means one account. */
  private Future<List<AccountView>> address(SearchRequest request) {
    return request.offset() > 0
        ? Future.succeededFuture(List.of())
        : missing(directory.lookup(request.text()).map(List::of), List.of());
  }

  private Future<List<TagView>> tags(SearchRequest request) {
    String name = request.text().startsWith("#") ? request.text().substring(1) : request.text();
    boolean possible = name.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
    return request.wants(Sort.HASHTAGS) && possible && !name.isEmpty()
        ? tags.find(request.viewer(), name, request.limit(), request.offset())
        : Future.succeededFuture(List.of());
  }

  /** Only for people who are signed in, as in the API's reference. */
  private Future<List<StatusView>> posts(SearchRequest request) {
    Long viewer = request.viewer();
    if (viewer == null || !request.wants(Sort.STATUSES)) {
      return Future.succeededFuture(List.of());
    }
    Page page = request.page();
    Page reaching =
        new Page(page.before(), page.after(), page.upwards(), page.limit() + request.offset());
    return named(viewer, QueryParser.parse(request.text()), request.author())
        .compose(named -> posts.find(viewer, named.query(), named.author(), reaching))
        .recover(Searches::withoutPosts)
        .compose(ids -> statuses.views(viewer, ids.stream().skip(request.offset()).toList()));
  }

  /** The rest of the answer is worth having when the posts take too long. */
  private static Future<List<Long>> withoutPosts(Throwable failure) {
    if (!(failure instanceof DatabaseUnavailable)) {
      return Future.failedFuture(failure);
    }
    LOG.warn("posts not searched: {}", failure.getMessage());
    return Future.succeededFuture(List.of());
  }

  /** A query in which accounts are ids; the author, when there is exactly one. */
  private record Named(PostQuery query, @Nullable Long author) {}

  private Future<Named> named(long viewer, PostQuery query, OptionalLong author) {
    List<String> names =
        Stream.concat(query.from().stream(), query.notFrom().stream()).distinct().toList();
    if (names.size() > MOST_NAMES) {
      throw Failure.unprocessable("q names too many authors");
    }
    List<Future<OptionalLong>> ids = names.stream().map(name -> account(viewer, name)).toList();
    return Future.all(ids)
        .map(
            found -> {
              List<Long> wanted = new ArrayList<>();
              author.ifPresent(wanted::add);
              PostQuery result = query;
              for (int i = 0; i < names.size(); i++) {
                OptionalLong id = found.resultAt(i);
                if (query.notFrom().contains(names.get(i))) {
                  result = id.isPresent() ? result.withNone(author(id)) : result;
                } else {
                  wanted.add(id.orElse(NOBODY));
                }
              }
              return narrowed(result, wanted);
            });
  }

  private static List<Term> author(OptionalLong id) {
    return PostSearch.authored(id.getAsLong());
  }

  private static Named narrowed(PostQuery query, List<Long> authors) {
    PostQuery result = query;
    for (long other : authors.stream().distinct().skip(1).toList()) {
      result = result.withAll(PostSearch.authored(other));
    }
    return new Named(result, authors.isEmpty() ? null : authors.getFirst());
  }

  private Future<OptionalLong> account(long viewer, String name) {
    if (name.equalsIgnoreCase("me")) {
      return Future.succeededFuture(OptionalLong.of(viewer));
    }
    return missing(
        directory.lookup(name).map(view -> OptionalLong.of(Long.parseLong(view.id()))),
        OptionalLong.empty());
  }
}
