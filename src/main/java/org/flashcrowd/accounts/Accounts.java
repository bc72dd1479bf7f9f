package org.flashcrowd.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flashcrowd.cache.CacheDefinition;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.db.Violations;
import org.flashcrowd.emojis.Emojis;
import org.flashcrowd.http.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates, finds and shows accounts. */
public final class Accounts {
  private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

  /** What is kept of profiles. */
  public static final CacheDefinition CACHE = ProfileCache.DEFINITION;

  private static final Duration SEEN_AGAIN = Duration.ofHours(1);
  private static final long SEEN_REMEMBERED = 100_000;

  private final Database database;
  private final AccountRepository repository;
  private final AccountViews views;
  private final ProfileCache profiles;
  private final Cache<Long, Boolean> seen =
      Caffeine.newBuilder().maximumSize(SEEN_REMEMBERED).expireAfterWrite(SEEN_AGAIN).build();

  /** For a task that is no node. */
  public Accounts(Database database, Ids ids, AccountViews views) {
    this(database, ids, views, Caches.alone());
  }

  public Accounts(Database database, Ids ids, AccountViews views, Caches caches) {
    this.database = database;
    this.repository = new AccountRepository(ids);
    this.views = views;
    this.profiles = new ProfileCache(caches, views);
  }

  /**
   * Adds an account within the caller's transaction. Its name is taken as checked by {@link
   * NewAccount#problem}.
   *
   * @return fails with 422 {@code ERR_TAKEN} when somebody has the name, in whatever case; the
   *     transaction is then over
   */
  public Future<Account> create(Sql tx, NewAccount account) {
    return create(tx, nextId(), account);
  }

  /** An id for {@link #create(Sql, long, NewAccount)}. */
  public long nextId() {
    return repository.nextId();
  }

  /** The same under an id that the caller knows beforehand. */
  public Future<Account> create(Sql tx, long id, NewAccount account) {
    return repository
        .insert(tx, id, account)
        .recover(
            failure ->
                Future.failedFuture(
                    Violations.unique(failure, "account_username")
                        ? Failure.invalid("username", "ERR_TAKEN", "is already taken")
                        : failure));
  }

  /** Suspended accounts too; {@link Account#suspended} tells. */
  public Future<Optional<Account>> byId(long id) {
    return repository.byId(database.primary(), id);
  }

  /** By a name in whatever case, without {@code @}. Suspended accounts too. */
  public Future<Optional<Account>> byUsername(String username) {
    return repository.byUsername(database.primary(), username);
  }

  /** Those who have these names, by them; in lower case. Suspended ones are left out. */
  public Future<Map<String, AccountName>> named(Collection<String> names) {
    return names.isEmpty()
        ? Future.succeededFuture(Map.of())
        : repository.named(database.primary(), names);
  }

  /**
   * What clients see of each of these accounts, in one small query and what is kept of profiles;
   * ids without an account are left out.
   */
  public Future<Map<Long, AccountView>> views(Collection<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(Map.of())
        : repository.stamps(database.primary(), ids).compose(this::shown);
  }

  /** The same of accounts that another statement has found, without any query for most of them. */
  public Future<Map<Long, AccountView>> shown(Collection<AccountStamp> stamps) {
    return profiles.get(stamps, this::load);
  }

  private Future<Map<Long, ProfileCache.Profile>> load(Collection<Long> ids) {
    return repository
        .shown(database.primary(), ids)
        .compose(
            shown ->
                named(views.unknownNames(shown))
                    .compose(known -> views.byId(shown, known.keySet())));
  }

  /** What clients see of one account; 404 when there is none. */
  public Future<AccountView> view(long id) {
    return views(List.of(id))
        .map(views -> Optional.ofNullable(views.get(id)).orElseThrow(Failure::notFound));
  }

  /**
   * Notes that an account is here, at most once an hour and without anybody waiting for it: feeds
   * are kept up to date for accounts seen lately.
   */
  public void seen(long id) {
    if (seen.asMap().putIfAbsent(id, true) != null) {
      return;
    }
    repository
        .markSeen(database.primary(), id)
        .onFailure(
            failure -> {
              seen.invalidate(id);
              LOG.debug("account {} not marked as seen: {}", id, failure.getMessage());
            });
  }

  /** The custom emojis that everybody may write. */
  public Emojis emojis() {
    return views.emojis();
  }

  AccountRepository repository() {
    return repository;
  }
}
