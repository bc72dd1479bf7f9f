package org.flashcrowd.albums;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.albums.AlbumRepository.Item;
import org.flashcrowd.albums.AlbumRepository.Room;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.Sql;
import org.flashcrowd.db.Violations;
import org.flashcrowd.http.Failure;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;
import org.jspecify.annotations.Nullable;

/**
 * The rules of albums. An album that is not for somebody is a missing record; of one that is, they
 * see the posts that they may see anyway.
 */
public final class Albums {
  /**
   * A page of what is in an album or on an account.
   *
   * @param keys what the page's ends are known by, in the order of the entries; there may be more
   *     than entries, since one may go while it is read
   */
  public record Listed<T>(List<T> entries, List<Long> keys) {}

  /** One account can have so many. */
  public static final int MOST_ALBUMS = 100;

  /** So many posts can be in one album. */
  public static final int MOST_ITEMS = 100;

  /** So many posts come with each of one's own albums in a list. */
  static final int PREVIEWED = 10;

  private final Database database;
  private final AlbumRepository repository;
  private final Accounts accounts;
  private final Statuses statuses;
  private final AlbumViews views;

  Albums(Database database, Ids ids, Accounts accounts, Statuses statuses) {
    this.database = database;
    this.repository = new AlbumRepository(ids);
    this.accounts = accounts;
    this.statuses = statuses;
    this.views = new AlbumViews(accounts, statuses);
  }

  /** Adds an album, a draft unless the form says otherwise; fails with 422 when there are many. */
  Future<AlbumView> create(long owner, AlbumForm form) {
    return database
        .transaction(tx -> repository.insert(tx, owner, form, MOST_ALBUMS))
        .map(
            added ->
                added.orElseThrow(
                    () -> Failure.unprocessable("You have the most albums that are allowed")))
        .compose(id -> view(owner, id));
  }

  /** Fails with 404 when the owner has no such album, with 422 for a cover that is not in it. */
  Future<AlbumView> update(long owner, long id, AlbumForm form) {
    return repository
        .update(database.primary(), owner, id, form)
        .recover(
            failure ->
                Future.failedFuture(
                    Violations.foreignKey(failure) ? AlbumForm.noSuchCover() : failure))
        .compose(Albums::found)
        .compose(updated -> view(owner, id));
  }

  Future<Void> delete(long owner, long id) {
    return repository.delete(database.primary(), owner, id).compose(Albums::found);
  }

  /**
   * Puts a post at the end of an album; one that is there already stays where it is.
   *
   * @return the post; fails with 404 when the album or the post is not the owner's, with 422 when
   *     the post has no photos or is for those alone whom it mentions, and when the album is full
   */
  Future<StatusView> add(long owner, long album, long status) {
    return database
        .transaction(
            tx ->
                repository
                    .touch(tx, owner, album)
                    .compose(Albums::found)
                    .compose(touched -> repository.suitable(tx, owner, status))
                    .compose(found -> suited(found.orElseThrow(Failure::notFound)))
                    .compose(suited -> repository.room(tx, album, status))
                    .compose(room -> place(tx, album, status, room)))
        .compose(added -> statuses.view(owner, status));
  }

  private static Future<Void> suited(boolean suitable) {
    return suitable
        ? Future.succeededFuture()
        : Future.failedFuture(
            Failure.unprocessable("Only published posts with photos can be in an album"));
  }

  private Future<?> place(Sql tx, long album, long status, Room room) {
    if (room.there()) {
      return Future.succeededFuture();
    }
    if (room.items() >= MOST_ITEMS) {
      return Future.failedFuture(
          Failure.unprocessable("An album has room for " + MOST_ITEMS + " posts"));
    }
    return repository.add(tx, album, status);
  }

  /** Takes a post out of an album; fails with 404 when it is not in there. */
  Future<Void> remove(long owner, long album, long status) {
    return database.transaction(
        tx ->
            repository
                .touch(tx, owner, album)
                .compose(Albums::found)
                .compose(touched -> repository.remove(tx, album, status))
                .compose(Albums::found));
  }

  /** One album; fails with 404 when it is missing or not for the viewer. */
  public Future<AlbumView> view(@Nullable Long viewer, long id) {
    return visible(viewer, id)
        .compose(album -> views.of(viewer, List.of(album)))
        .map(
            shown -> {
              if (shown.isEmpty()) {
                throw Failure.notFound();
              }
              return shown.getFirst();
            });
  }

  /**
   * An account's albums in which the viewer may see anything, the newest first; fails with 404 when
   * there is no such account, or it is suspended.
   *
   * @param skipped how many to pass over from the page's start, {@link #MOST_ALBUMS} at most
   */
  public Future<Listed<AlbumView>> ofAccount(
      @Nullable Long viewer, long account, Page page, int skipped) {
    return accounts
        .byId(account)
        .map(found -> found.filter(owner -> !owner.suspended()).orElseThrow(Failure::notFound))
        .map(Account::id)
        .compose(id -> repository.ofAccount(database.primary(), viewer, id, page, skipped))
        .compose(found -> views.of(viewer, found).map(shown -> listed(found, shown)));
  }

  /** The account's own albums, each with its first posts, the newest first. */
  Future<Listed<AlbumView>> own(long owner, Page page, int skipped) {
    return repository
        .ofAccount(database.primary(), owner, owner, page, skipped)
        .compose(found -> withItems(owner, found).map(shown -> listed(found, shown)));
  }

  private Future<List<AlbumView>> withItems(long owner, List<Album> albums) {
    List<Long> ids = albums.stream().map(Album::id).toList();
    return repository
        .firstItems(database.primary(), owner, ids, PREVIEWED)
        .compose(items -> views.of(owner, albums, items));
  }

  private static Listed<AlbumView> listed(List<Album> found, List<AlbumView> shown) {
    return new Listed<>(shown, found.stream().map(Album::id).toList());
  }

  /**
   * What the viewer may see of an album, in its order; fails with 404 when it is missing or not for
   * them.
   *
   * @param page by the keys of the entries; read upwards, it begins with the album
   * @param skipped how many to pass over from the page's start, {@link #MOST_ITEMS} at most
   */
  public Future<Listed<StatusView>> items(@Nullable Long viewer, long id, Page page, int skipped) {
    return visible(viewer, id)
        .compose(album -> repository.items(database.primary(), viewer, id, page, skipped))
        .map(List::reversed)
        .compose(
            items ->
                statuses
                    .views(viewer, items.stream().map(Item::status).toList())
                    .map(views -> new Listed<>(views, items.stream().map(Item::id).toList())));
  }

  private Future<Album> visible(@Nullable Long viewer, long id) {
    return repository
        .byId(database.primary(), viewer, id)
        .map(found -> found.orElseThrow(Failure::notFound));
  }

  /** Fails with 404 where no row was meant. */
  private static Future<Void> found(int rows) {
    return rows == 0 ? Future.failedFuture(Failure.notFound()) : Future.succeededFuture();
  }
}
