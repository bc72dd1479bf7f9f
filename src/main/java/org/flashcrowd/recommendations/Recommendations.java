package org.flashcrowd.recommendations;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.resilience.Surge;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;
import org.flashcrowd.tags.TagView;
import org.flashcrowd.tags.Tags;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is popular, and whom to follow. Nobody needs it: when it cannot be told, the answer is empty
 * and everything else goes on.
 */
final class Recommendations {
  private static final Logger LOG = LoggerFactory.getLogger(Recommendations.class);

  private final Database database;
  private final Accounts accounts;
  private final Statuses statuses;
  private final Tags tags;
  private final Surge surge;
  private final RecommendationRepository repository = new RecommendationRepository();

  Recommendations(Database database, Accounts accounts, Statuses statuses, Tags tags, Surge surge) {
    this.database = database;
    this.accounts = accounts;
    this.statuses = statuses;
    this.tags = tags;
    this.surge = surge;
  }

  /**
   * Popular posts that the viewer may see, the most popular first.
   *
   * @param media only those with photos
   */
  Future<List<StatusView>> statuses(
      Period period, boolean media, @Nullable Long viewer, int limit, int offset) {
    return orNone(
        viewer,
        "posts",
        () ->
            repository
                .statuses(database.replica(viewer), period, media, viewer, limit, offset)
                .compose(ids -> statuses.views(viewer, ids)));
  }

  Future<List<TagView>> tags(@Nullable Long viewer, int limit, int offset) {
    return orNone(
        viewer,
        "tags",
        () ->
            repository
                .tags(database.replica(viewer), limit, offset)
                .compose(ids -> tags.views(viewer, ids)));
  }

  /** Popular people; for somebody signed in, those they have nothing to do with yet. */
  Future<List<AccountView>> popular(@Nullable Long viewer, int limit) {
    return orNone(
        viewer,
        "accounts",
        () -> repository.accounts(people(viewer), viewer, limit).compose(this::accountViews));
  }

  /** People to follow: friends of friends, then popular ones. */
  Future<List<SuggestionView>> suggestions(long viewer, int limit) {
    return orNone(
        viewer,
        "suggestions",
        () ->
            repository
                .friendsOfFriends(database.primary(), viewer, limit)
                .compose(near -> filled(viewer, near, limit)));
  }

  private Future<List<SuggestionView>> filled(long viewer, List<Long> near, int limit) {
    Future<List<Long>> popular =
        near.size() >= limit
            ? Future.succeededFuture(List.of())
            : repository.accounts(database.primary(), viewer, limit);
    return popular.compose(
        more -> {
          List<Long> ids = Stream.concat(near.stream(), more.stream()).distinct().toList();
          Set<Long> friends = new LinkedHashSet<>(near);
          return accounts
              .views(ids)
              .map(
                  views ->
                      suggestions(
                          ids.stream().limit(limit).toList(),
                          id -> {
                            AccountView view = views.get(id);
                            return view == null
                                ? null
                                : friends.contains(id)
                                    ? SuggestionView.friendOfFriends(view)
                                    : SuggestionView.popular(view);
                          }));
        });
  }

  private static List<SuggestionView> suggestions(
      List<Long> ids, Function<Long, @Nullable SuggestionView> view) {
    List<SuggestionView> suggestions = new ArrayList<>(ids.size());
    for (Long id : ids) {
      SuggestionView suggestion = view.apply(id);
      if (suggestion != null) {
        suggestions.add(suggestion);
      }
    }
    return suggestions;
  }

  /** Suggests somebody no more. Whoever is not there is nothing to do. */
  Future<Void> dismiss(long account, long target) {
    return repository.dismiss(database.primary(), account, target);
  }

  /**
   * Who wants to be found.
   *
   * @param newest by when they joined; otherwise by when they posted last
   */
  Future<List<AccountView>> directory(
      boolean newest, @Nullable Long viewer, int limit, int offset) {
    return repository
        .directory(people(viewer), newest, viewer, limit, offset)
        .compose(this::accountViews);
  }

  /** Whom a viewer is not shown, for one blocks the other, is for the primary to say. */
  private Sql people(@Nullable Long viewer) {
    return viewer == null ? database.replica() : database.primary();
  }

  private Future<List<AccountView>> accountViews(List<Long> ids) {
    return accounts
        .views(ids)
        .map(views -> ids.stream().map(views::get).filter(Objects::nonNull).toList());
  }

  /** To somebody not signed in the answer of a while ago is given, which is better than none. */
  private <T> Future<List<T>> orNone(
      @Nullable Long viewer, String what, Supplier<Future<List<T>>> found) {
    if (viewer == null) {
      return found.get();
    }
    if (surge.atLeast(Surge.Level.FRUGAL)) {
      // What is made for one person is in no cache.
      return Future.succeededFuture(List.of());
    }
    return found
        .get()
        .recover(
            failure -> {
              LOG.warn("no {} to recommend: {}", what, failure.getMessage());
              return Future.succeededFuture(List.of());
            });
  }
}
