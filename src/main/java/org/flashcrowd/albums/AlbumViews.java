package org.flashcrowd.albums;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.albums.AlbumRepository.Item;
import org.flashcrowd.statuses.StatusView;
import org.flashcrowd.statuses.Statuses;
import org.jspecify.annotations.Nullable;

/** Puts albums together with their owners, covers and posts, in two calls for all of them. */
final class AlbumViews {
  private final Accounts accounts;
  private final Statuses statuses;

  AlbumViews(Accounts accounts, Statuses statuses) {
    this.accounts = accounts;
    this.statuses = statuses;
  }

  /** In their order; one whose owner went meanwhile is left out. */
  Future<List<AlbumView>> of(@Nullable Long viewer, List<Album> albums) {
    return of(viewer, albums, null);
  }

  /**
   * @param items of these albums, each album's in its order; null to show albums without posts
   */
  Future<List<AlbumView>> of(
      @Nullable Long viewer, List<Album> albums, @Nullable List<Item> items) {
    Set<Long> posts = new LinkedHashSet<>();
    albums.stream().map(Album::cover).filter(Objects::nonNull).forEach(posts::add);
    if (items != null) {
      items.forEach(item -> posts.add(item.status()));
    }
    Future<Map<Long, AccountView>> owners =
        accounts.views(albums.stream().map(Album::account).distinct().toList());
    Future<Map<String, StatusView>> shown =
        statuses
            .views(viewer, List.copyOf(posts))
            .map(views -> views.stream().collect(Collectors.toMap(StatusView::id, view -> view)));
    return Future.all(owners, shown)
        .map(loaded -> views(albums, items, owners.result(), shown.result()));
  }

  private static List<AlbumView> views(
      List<Album> albums,
      @Nullable List<Item> items,
      Map<Long, AccountView> owners,
      Map<String, StatusView> posts) {
    List<AlbumView> views = new ArrayList<>(albums.size());
    for (Album album : albums) {
      AccountView owner = owners.get(album.account());
      if (owner != null) {
        StatusView cover = posts.get(String.valueOf(album.cover()));
        views.add(
            AlbumView.of(album, owner, cover, items == null ? null : in(album, items, posts)));
      }
    }
    return views;
  }

  private static List<StatusView> in(Album album, List<Item> items, Map<String, StatusView> posts) {
    return items.stream()
        .filter(item -> item.album() == album.id())
        .map(item -> posts.get(Long.toString(item.status())))
        .filter(Objects::nonNull)
        .toList();
  }
}
