package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.media.Media;
import org.flashcrowd.media.MediaView;

/** Loads posts from the database: four queries for a page, however long, in two round trips. */
final class StatusFragments implements FragmentSource {
  private final Database database;
  private final StatusRepository repository;
  private final Accounts accounts;
  private final Media media;
  private final StatusRendering rendering;

  StatusFragments(
      Database database,
      StatusRepository repository,
      Accounts accounts,
      Media media,
      StatusRendering rendering) {
    this.database = database;
    this.repository = repository;
    this.accounts = accounts;
    this.media = media;
    this.rendering = rendering;
  }

  @Override
  public Future<Map<Long, StatusView>> load(Collection<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(Map.of())
        : repository.byIds(database.primary(), ids).compose(this::render);
  }

  private Future<Map<Long, StatusView>> render(List<Status> statuses) {
    Set<Long> authors = HashSet.newHashSet(statuses.size());
    Set<Long> withMedia = HashSet.newHashSet(statuses.size());
    Set<Long> withMentions = HashSet.newHashSet(statuses.size());
    for (Status status : statuses) {
      authors.add(status.account());
      if (status.media() > 0) {
        withMedia.add(status.id());
      }
      if (status.words().text().indexOf('@') >= 0) {
        withMentions.add(status.id());
      }
    }
    Future<Map<Long, AccountView>> shownAuthors = accounts.views(authors);
    Future<Map<Long, List<MediaView>>> shownMedia =
        withMedia.isEmpty() ? Future.succeededFuture(Map.of()) : media.ofStatuses(withMedia);
    Future<Map<Long, List<Mention>>> mentions = mentions(withMentions);
    return Future.all(shownAuthors, shownMedia, mentions)
        .map(
            loaded ->
                combine(statuses, shownAuthors.result(), shownMedia.result(), mentions.result()));
  }

  private Future<Map<Long, List<Mention>>> mentions(Set<Long> statuses) {
    return statuses.isEmpty()
        ? Future.succeededFuture(Map.of())
        : repository.mentions(database.primary(), statuses);
  }

  private Map<Long, StatusView> combine(
      List<Status> statuses,
      Map<Long, AccountView> authors,
      Map<Long, List<MediaView>> media,
      Map<Long, List<Mention>> mentions) {
    Map<Long, StatusView> fragments = HashMap.newHashMap(statuses.size());
    for (Status status : statuses) {
      AccountView author = authors.get(status.account());
      // An author who went between the two queries took the post along.
      if (author != null) {
        fragments.put(
            status.id(),
            rendering.view(
                status,
                author,
                media.getOrDefault(status.id(), List.of()),
                mentions.getOrDefault(status.id(), List.of())));
      }
    }
    return fragments;
  }
}
