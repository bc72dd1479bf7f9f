package org.flashcrowd.search;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flashcrowd.db.Page;
import org.flashcrowd.search.PostQuery.Place;
import org.flashcrowd.search.PostQuery.Term;
import org.flashcrowd.search.PostSearchRepository.Asked;
import org.jspecify.annotations.Nullable;

/**
 * Finds posts by their words, newest first, in bounded time whatever the words are.
 *
 * <p>A common word is found by walking from the newest post downwards, since every few of them have
 * it. A rare one is found by the index of words, which gives all of them. For one that is neither,
 * first a short walk is tried, then the index up to a number, then a long walk; docs/search.md has
 * the figures.
 */
final class PostSearch {
  /**
   * How many posts each way reads at most.
   *
   * @param matches of the index of words
   * @param library of each part of it
   */
  record Reach(int shortWalk, int longWalk, int matches, int library, int author) {
    static final Reach USUAL = new Reach(2_000, 40_000, 3_000, 2_000, 5_000);
  }

  private final PostSearchRepository repository;
  private final Reach reach;

  PostSearch(PostSearchRepository repository, Reach reach) {
    this.repository = repository;
    this.reach = reach;
  }

  /**
   * The ids of a page, newest first.
   *
   * @param query whose names have been resolved into its terms already
   * @param author the one whose posts are asked for, if one
   */
  Future<List<Long>> find(long viewer, PostQuery query, @Nullable Long author, Page asked) {
    Page page =
        new Page(
            Math.min(asked.before(), query.before()),
            Math.max(asked.after(), query.after()),
            asked.upwards(),
            asked.limit());
    if (query.isEmpty() || query.impossible() || page.before() <= page.after()) {
      return Future.succeededFuture(List.of());
    }
    PostQuery wanted = author == null ? query : query.withAll(authored(author));
    Asked words = new Asked(viewer, exact(wanted), wanted.loose(), wanted.place());
    if (wanted.place() == Place.LIBRARY) {
      return first(
          repository.library(words, page, reach.library()),
          page,
          found -> matching(words, page, () -> Future.succeededFuture(found)));
    }
    return author == null
        ? first(
            repository.walk(words, page, reach.shortWalk()),
            page,
            found -> matching(words, page, () -> late(words, page)))
        : matching(words, page, () -> repository.byAuthor(words, page, author, reach.author()));
  }

  /** What was found when it fills the page; otherwise something else. */
  private static Future<List<Long>> first(
      Future<List<Long>> found, Page page, Function<List<Long>, Future<List<Long>>> otherwise) {
    return found.compose(
        ids -> ids.size() >= page.limit() ? Future.succeededFuture(ids) : otherwise.apply(ids));
  }

  static List<Term> authored(long author) {
    return List.of(Term.of(Attribute.author(author)));
  }

  /** A query of dates alone matches whatever is in the index. */
  private static String exact(PostQuery query) {
    String exact = query.exact();
    return exact.isEmpty() ? "!'='" : exact;
  }

  private Future<List<Long>> matching(
      Asked words, Page page, Supplier<Future<List<Long>>> otherwise) {
    if (words.loose().isEmpty()) {
      return otherwise.get();
    }
    return repository
        .matching(words, page, reach.matches())
        .compose(
            (Optional<List<Long>> all) -> all.map(Future::succeededFuture).orElseGet(otherwise));
  }

  /** Too many posts have the words, and the newest are not enough. */
  private Future<List<Long>> late(Asked words, Page page) {
    Future<List<Long>> walked = repository.walk(words, page, reach.longWalk());
    return words.place() == Place.PUBLIC
        ? walked
        : first(
            walked,
            page,
            found ->
                repository
                    .library(words, page, reach.library())
                    .map(own -> together(found, own, page)));
  }

  private static List<Long> together(List<Long> one, List<Long> other, Page page) {
    Comparator<Long> order = page.upwards() ? Comparator.naturalOrder() : Comparator.reverseOrder();
    List<Long> nearest =
        Stream.concat(one.stream(), other.stream())
            .distinct()
            .sorted(order)
            .limit(page.limit())
            .toList();
    return page.newestFirst(new ArrayList<>(nearest));
  }
}
