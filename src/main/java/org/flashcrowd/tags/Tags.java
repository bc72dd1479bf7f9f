package org.flashcrowd.tags;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/**
 * Shows tags, and follows them. A name is taken in upper and lower case, with or without its number
 * sign.
 *
 * <p>Announces {@code tag.followed} and {@code tag.unfollowed}, each with {@code account} and
 * {@code tag}.
 */
public final class Tags {
  private static final int DAYS = 7;
  private static final int MOST_FOLLOWED = 500;

  private final Database database;
  private final TagRepository repository;
  private final Jobs jobs;
  private final TagUrls urls;
  private final Clock clock;

  Tags(Database database, TagRepository repository, Jobs jobs, TagUrls urls, Clock clock) {
    this.database = database;
    this.repository = repository;
    this.jobs = jobs;
    this.urls = urls;
    this.clock = clock;
  }

  /**
   * The tags of these ids in the given order, with a week's history; missing ones are left out.
   *
   * @param viewer null for somebody not signed in, who follows none
   */
  public Future<List<TagView>> views(@Nullable Long viewer, List<Long> ids) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return ids.isEmpty()
        ? Future.succeededFuture(List.of())
        : repository
            .shown(database.primary(), ids, today, DAYS, viewer)
            .map(found -> inOrder(ids, found, today, viewer != null));
  }

  private List<TagView> inOrder(
      List<Long> ids, List<TagRepository.Shown> found, LocalDate today, boolean signedIn) {
    Map<Long, TagView> views = HashMap.newHashMap(found.size());
    found.forEach(tag -> views.put(tag.id(), view(tag, today, signedIn)));
    return ids.stream().map(views::get).filter(Objects::nonNull).toList();
  }

  private TagView view(TagRepository.Shown tag, LocalDate today, boolean signedIn) {
    return new TagView(
        Long.toString(tag.id()),
        tag.name(),
        urls.of(tag.name()),
        history(today, tag.uses(), tag.accounts()),
        signedIn ? tag.following() : null,
        signedIn ? tag.featuring() : null);
  }

  private static List<TagView.Day> history(
      LocalDate today, List<Integer> uses, List<Integer> accounts) {
    List<TagView.Day> days = new ArrayList<>(DAYS);
    for (int ago = 0; ago < DAYS; ago++) {
      long midnight = today.minusDays(ago).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
      days.add(
          new TagView.Day(
              Long.toString(midnight), uses.get(ago).toString(), accounts.get(ago).toString()));
    }
    return days;
  }

  /** A tag; one that nobody has used yet is there without an id. 404 for what can be no tag. */
  public Future<TagView> byName(@Nullable Long viewer, String typed) {
    String name = name(typed).orElseThrow(Failure::notFound);
    return repository
        .id(database.primary(), name)
        .compose(id -> id.isEmpty() ? unused(name, viewer) : view(viewer, id.get()));
  }

  /** One tag that is there. */
  Future<TagView> view(@Nullable Long viewer, long id) {
    return views(viewer, List.of(id))
        .map(views -> views.stream().findFirst().orElseThrow(Failure::notFound));
  }

  private Future<TagView> unused(String name, @Nullable Long viewer) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<Integer> none = Collections.nCopies(DAYS, 0);
    Boolean no = viewer == null ? null : false;
    return Future.succeededFuture(
        new TagView("", name, urls.of(name), history(today, none, none), no, no));
  }

  /** Follows a tag, be it in use yet or not; fails with 422 when there are too many. */
  Future<TagView> follow(long account, String typed) {
    String name = name(typed).orElseThrow(Failure::notFound);
    return database
        .transaction(
            tx -> repository.known(tx, name).compose(tag -> follow(tx, account, tag).map(tag)))
        .compose(tag -> view(account, tag));
  }

  private Future<Void> follow(Sql tx, long account, long tag) {
    return repository
        .follows(tx, account, tag)
        .compose(
            follows -> {
              if (follows.already()) {
                return Future.succeededFuture();
              }
              return follows.all() < MOST_FOLLOWED
                  ? repository
                      .follow(tx, account, tag)
                      .compose(added -> announce(tx, "tag.followed", account, tag))
                  : Future.failedFuture(
                      Failure.unprocessable("You follow the most tags that are allowed"));
            });
  }

  Future<TagView> unfollow(long account, String typed) {
    String name = name(typed).orElseThrow(Failure::notFound);
    return database
        .transaction(
            tx ->
                repository
                    .id(tx, name)
                    .compose(
                        tag ->
                            tag.isEmpty()
                                ? Future.succeededFuture()
                                : unfollow(tx, account, tag.get())))
        .compose(done -> byName(account, name));
  }

  private Future<Void> unfollow(Sql tx, long account, long tag) {
    return repository
        .unfollow(tx, account, tag)
        .compose(
            removed ->
                removed ? announce(tx, "tag.unfollowed", account, tag) : Future.succeededFuture());
  }

  private Future<Void> announce(Sql tx, String topic, long account, long tag) {
    return jobs.announce(
        tx, topic, new JsonObject().put("account", account).put("tag", tag), account);
  }

  /** The tags that an account follows, the last followed first. */
  Future<List<TagRepository.Followed>> followed(long account, Page page) {
    return repository.followed(database.primary(), account, page);
  }

  /** Tags that stand beside this one in its latest public posts, the most frequent first. */
  Future<List<RelatedTagView>> related(String typed) {
    String name = name(typed).orElseThrow(Failure::notFound);
    return repository
        .id(database.primary(), name)
        .compose(
            tag ->
                tag.isEmpty()
                    ? Future.succeededFuture(List.of())
                    : repository.related(database.primary(), tag.get()));
  }

  /** The form of a tag under which it is stored; empty for what can be no tag. */
  static Optional<String> name(String typed) {
    return RichText.tagNamed(typed.startsWith("#") ? typed.substring(1) : typed);
  }
}
