package org.flashcrowd.tags;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.accounts.ProfileLimits;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;

/** Puts tags on profiles, where they lead to the account's posts with them. */
final class FeaturedTags {
  private static final int SUGGESTED = 10;

  private final Database database;
  private final FeaturedTagRepository repository;
  private final TagRepository tags;
  private final TagUseRepository uses;
  private final Accounts accounts;
  private final TagUrls urls;

  FeaturedTags(
      Database database,
      FeaturedTagRepository repository,
      TagRepository tags,
      TagUseRepository uses,
      Accounts accounts,
      TagUrls urls) {
    this.database = database;
    this.repository = repository;
    this.tags = tags;
    this.uses = uses;
    this.accounts = accounts;
    this.urls = urls;
  }

  /** The tags on a profile; fails with 404 when there is no such account. */
  Future<List<FeaturedTagView>> of(long account) {
    return accounts
        .byId(account)
        .map(found -> found.orElseThrow(Failure::notFound))
        .compose(known -> repository.of(database.primary(), account))
        .map(found -> found.stream().map(this::view).toList());
  }

  private FeaturedTagView view(FeaturedTagRepository.Featured tag) {
    return new FeaturedTagView(
        Long.toString(tag.id()),
        tag.name(),
        urls.of(tag.username(), tag.name()),
        Integer.toString(tag.statuses()),
        tag.last() == null ? null : tag.last().toString());
  }

  /** Puts a tag on the profile, once; fails with 422 for what can be no tag or is one too many. */
  Future<FeaturedTagView> feature(long account, String typed) {
    String name =
        Tags.name(typed)
            .orElseThrow(() -> Failure.invalid("name", "ERR_INVALID", "is not a valid tag"));
    return add(account, name)
        .compose(tag -> of(account))
        .map(
            all ->
                all.stream()
                    .filter(featured -> featured.name().equals(name))
                    .findFirst()
                    .orElseThrow(Failure::notFound));
  }

  /** The tag of this stored name, which is on the profile from now on. */
  Future<Long> add(long account, String name) {
    return database.transaction(
        tx -> tags.known(tx, name).compose(tag -> add(tx, account, tag).map(tag)));
  }

  private Future<Void> add(Sql tx, long account, long tag) {
    return uses.lock(tx, account)
        .compose(locked -> repository.held(tx, account, tag))
        .compose(
            held -> {
              if (held.already()) {
                return Future.succeededFuture();
              }
              return held.all() < ProfileLimits.FEATURED_TAGS
                  ? repository.insert(tx, account, tag).mapEmpty()
                  : Future.failedFuture(
                      Failure.unprocessable(
                          "A profile has room for " + ProfileLimits.FEATURED_TAGS + " tags"));
            });
  }

  /** Takes a tag off the profile, if it is there. */
  Future<Void> remove(long account, String name) {
    return tags.id(database.primary(), name)
        .compose(
            tag ->
                tag.isEmpty()
                    ? Future.succeededFuture()
                    : repository.removeTag(database.primary(), account, tag.get()).mapEmpty());
  }

  /** Takes an entry off the profile; fails with 404 when it is not the account's. */
  Future<Void> removeEntry(long account, long id) {
    return repository
        .remove(database.primary(), account, id)
        .compose(
            removed ->
                removed ? Future.succeededFuture() : Future.failedFuture(Failure.notFound()));
  }

  /** Tags that the account used lately and does not feature, the last used first. */
  Future<List<Long>> suggested(long account) {
    return repository.suggested(database.primary(), account, SUGGESTED);
  }
}
