package org.flashcrowd.filters;

import static java.util.Objects.requireNonNullElse;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.filters.FilterForm.Head;
import org.flashcrowd.filters.FilterForm.Keyword;
import org.flashcrowd.filters.FilterForm.KeywordChange;
import org.flashcrowd.filters.FilterView.FilteredStatusView;
import org.flashcrowd.filters.FilterView.KeywordView;
import org.flashcrowd.http.Failure;
import org.flashcrowd.live.Live;
import org.jspecify.annotations.Nullable;

/**
 * Keeps somebody's filters. What is not theirs is missing (404); more than {@link FilterLimits}
 * allow is refused (422). Every change tells their apps {@code filters_changed}.
 */
final class Filters {
  private final Database database;
  private final FilterRepository repository;
  private final FilterCache cache;
  private final Live live;

  Filters(Database database, FilterRepository repository, FilterCache cache, Live live) {
    this.database = database;
    this.repository = repository;
    this.cache = cache;
    this.live = live;
  }

  Future<List<FilterView>> of(long account) {
    return repository.of(database.primary(), account);
  }

  Future<FilterView> one(long account, long id) {
    return repository.one(database.primary(), account, id).map(Filters::found);
  }

  Future<FilterView> ofKeyword(long account, long keyword) {
    return repository.ofKeyword(database.primary(), account, keyword).map(Filters::found);
  }

  Future<FilteredStatusView> filteredStatus(long account, long id) {
    return repository
        .ofStatus(database.primary(), account, id)
        .map(Filters::found)
        .map(filter -> part(filter.statuses(), one -> one.id().equals(Long.toString(id))));
  }

  private static <T> T found(Optional<T> found) {
    return found.orElseThrow(Failure::notFound);
  }

  static KeywordView keyword(FilterView filter, long id) {
    return part(filter.keywords(), one -> one.id().equals(Long.toString(id)));
  }

  private static <T> T part(@Nullable List<T> parts, Predicate<T> wanted) {
    return requireNonNullElse(parts, List.<T>of()).stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(Failure::notFound);
  }

  Future<FilterView> create(long account, Head head, List<KeywordChange> keywords) {
    return change(
        account,
        tx ->
            repository
                .insert(tx, account, head)
                .compose(id -> write(tx, id, List.of(), keywords).map(id))
                .compose(id -> repository.one(tx, account, id))
                .map(Filters::found));
  }

  Future<FilterView> update(
      long account, long id, Function<Head, Head> head, List<KeywordChange> keywords) {
    return change(
        account,
        tx ->
            repository
                .one(tx, account, id)
                .map(Filters::found)
                .compose(before -> update(tx, account, before, head, keywords))
                .compose(updated -> repository.one(tx, account, id))
                .map(Filters::found));
  }

  private Future<Void> update(
      Sql tx,
      long account,
      FilterView before,
      Function<Head, Head> head,
      List<KeywordChange> keywords) {
    long id = Long.parseLong(before.id());
    List<KeywordView> known = requireNonNullElse(before.keywords(), List.of());
    return repository
        .update(tx, account, id, head.apply(Head.of(before)))
        .compose(updated -> write(tx, id, known, keywords));
  }

  /** Adds, changes and removes keywords; an id that is not one of the filter's is missing. */
  private Future<Void> write(
      Sql tx, long filter, List<KeywordView> known, List<KeywordChange> changes) {
    List<Keyword> kept = new ArrayList<>();
    List<Long> gone = new ArrayList<>();
    for (KeywordChange change : changes) {
      KeywordView before =
          change.id().isEmpty()
              ? null
              : part(known, one -> one.id().equals(Long.toString(change.id().getAsLong())));
      if (!change.destroy()) {
        kept.add(change.over(before));
      } else if (before != null) {
        gone.add(Long.parseLong(before.id()));
      }
    }
    return repository
        .deleteKeywords(tx, filter, gone)
        .compose(deleted -> repository.putKeywords(tx, filter, kept))
        .mapEmpty();
  }

  Future<Void> delete(long account, long id) {
    return change(
        account, tx -> repository.delete(tx, account, id).map(Filters::wasThere).mapEmpty());
  }

  private static boolean wasThere(boolean deleted) {
    if (!deleted) {
      throw Failure.notFound();
    }
    return true;
  }

  /** Answers the new keyword. */
  Future<KeywordView> addKeyword(long account, long filter, KeywordChange keyword) {
    return change(
        account,
        tx ->
            repository
                .one(tx, account, filter)
                .map(Filters::found)
                .compose(found -> repository.putKeywords(tx, filter, List.of(keyword.over(null))))
                .compose(ids -> keyword(tx, account, ids.getFirst())));
  }

  private Future<KeywordView> keyword(Sql tx, long account, long id) {
    return repository
        .ofKeyword(tx, account, id)
        .map(Filters::found)
        .map(filter -> keyword(filter, id));
  }

  /**
   * Changes a keyword, and its filter with it where {@code head} does.
   *
   * @param head 422 when it changes a filter of several keywords
   */
  Future<FilterView> updateKeyword(
      long account, long id, Function<KeywordView, Keyword> keyword, Function<Head, Head> head) {
    return change(
        account,
        tx ->
            repository
                .ofKeyword(tx, account, id)
                .map(Filters::found)
                .compose(filter -> updateKeyword(tx, account, filter, id, keyword, head))
                .compose(updated -> repository.ofKeyword(tx, account, id))
                .map(Filters::found));
  }

  private Future<Void> updateKeyword(
      Sql tx,
      long account,
      FilterView filter,
      long id,
      Function<KeywordView, Keyword> keyword,
      Function<Head, Head> head) {
    long filterId = Long.parseLong(filter.id());
    Head before = Head.of(filter);
    Head after = head.apply(before);
    if (!after.equals(before) && requireNonNullElse(filter.keywords(), List.of()).size() > 1) {
      throw Failure.unprocessable(
          "This filter has several keywords; change its context, expiry and action with the newer"
              + " form of filters");
    }
    return repository
        .update(tx, account, filterId, after)
        .compose(
            updated ->
                repository.putKeywords(tx, filterId, List.of(keyword.apply(keyword(filter, id)))))
        .mapEmpty();
  }

  Future<Void> deleteKeyword(long account, long id) {
    return change(
        account,
        tx ->
            repository
                .ofKeyword(tx, account, id)
                .map(Filters::found)
                .map(filter -> Long.parseLong(filter.id()))
                .compose(filter -> repository.deleteKeywords(tx, filter, List.of(id))));
  }

  /** Filters one post; the one that is there where it was filtered before. */
  Future<FilteredStatusView> addStatus(long account, long filter, long status) {
    return change(
        account,
        tx ->
            repository
                .one(tx, account, filter)
                .map(Filters::found)
                .compose(found -> repository.putStatus(tx, account, filter, status))
                .map(Filters::found));
  }

  Future<Void> deleteStatus(long account, long id) {
    return change(
        account,
        tx ->
            repository
                .ofStatus(tx, account, id)
                .map(Filters::found)
                .compose(filter -> repository.deleteStatus(tx, id)));
  }

  private <T> Future<T> change(long account, Function<Sql, Future<T>> work) {
    return database.transaction(
        tx -> {
          tx.afterCommit(() -> tell(account));
          return repository
              .lock(tx, account)
              .compose(locked -> work.apply(tx))
              .compose(done -> repository.usage(tx, account).map(usage -> checked(usage, done)));
        });
  }

  /** This node forgets at once, so that the caller's next request sees the change. */
  private void tell(long account) {
    cache.forget(account);
    live.publish(Live.account(account), "filters_changed", new JsonObject());
  }

  private static <T> T checked(FilterRepository.Usage usage, T done) {
    check("filters", usage.filters(), FilterLimits.FILTERS);
    check("keywords", usage.keywords(), FilterLimits.KEYWORDS);
    check("characters of keywords", usage.characters(), FilterLimits.KEYWORD_CHARACTERS);
    check("filtered posts", usage.statuses(), FilterLimits.STATUSES);
    return done;
  }

  private static void check(String what, long used, int most) {
    if (used > most) {
      throw Failure.unprocessable("More than " + most + " " + what);
    }
  }
}
