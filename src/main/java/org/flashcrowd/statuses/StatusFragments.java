package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flashcrowd.accounts.AccountStamp;
import org.flashcrowd.accounts.AccountView;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.cache.CacheDefinition;
import org.flashcrowd.cache.CacheDefinition.Audience;
import org.flashcrowd.cache.CacheDefinition.Lifetime;
import org.flashcrowd.cache.CacheKey;
import org.flashcrowd.cache.Cached;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.cache.Codec;
import org.flashcrowd.db.Database;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.Media;
import org.flashcrowd.media.MediaView;

/**
 * Keeps posts as they are rendered, each version once, and loads what is not there: three queries
 * for a page, however long, in two round trips.
 */
final class StatusFragments implements FragmentSource {
  static final CacheDefinition DEFINITION =
      new CacheDefinition(
          "statuses",
          Audience.EVERYBODY,
          Lifetime.of(Duration.ofMinutes(10)),
          40,
          true,
          new CacheDefinition.Row(
              "Posts as they are rendered; without author, counts and what is the viewer's own",
              "id and version of the post, whether its author is sensitized, version of the emojis",
              "none is needed: the statement that decides who may see a post tells its version",
              "three statements load all that a page lacks",
              "each node loads its own"));

  private record Key(long id, int version, boolean sensitized, int emojis)
      implements CacheKey.Versioned {
    @Override
    public String text() {
      return id + "." + version + (sensitized ? "s." : ".") + Integer.toHexString(emojis);
    }
  }

  /** A fragment, and what of it is the same in every answer as it is written. */
  private record Written(StatusFragment fragment, StatusView.Fixed fixed) {
    static Written of(StatusFragment fragment) {
      return new Written(fragment, fragment.fixed());
    }

    StatusView view(AccountView author, Status.Counts counts) {
      return fragment.view(author, counts, fixed);
    }

    int weight() {
      return fragment.weight() + fixed.length();
    }

    boolean settled() {
      return fragment.settled();
    }
  }

  private final Database database;
  private final StatusRepository repository;
  private final Accounts accounts;
  private final Media media;
  private final StatusRendering rendering;
  private final Cached<Key, Written> cached;

  StatusFragments(
      Database database,
      StatusRepository repository,
      Accounts accounts,
      Media media,
      StatusRendering rendering,
      Caches caches) {
    this.database = database;
    this.repository = repository;
    this.accounts = accounts;
    this.media = media;
    this.rendering = rendering;
    this.cached = caches.shared(DEFINITION, Written::weight, Written::settled, new FragmentCodec());
  }

  @Override
  public Future<Map<Long, StatusView>> load(Collection<StatusStamp> stamps) {
    int emojis = rendering.emojiVersion();
    List<Key> keys = new ArrayList<>(stamps.size());
    Map<Long, AccountStamp> authors = HashMap.newHashMap(stamps.size());
    for (StatusStamp stamp : stamps) {
      keys.add(key(stamp, emojis));
      authors.put(stamp.author().id(), stamp.author());
    }
    Future<Map<Key, Written>> fragments = cached.getAll(keys, this::loadMissing);
    Future<Map<Long, AccountView>> shown = accounts.shown(authors.values());
    return fragments.compose(loaded -> shown.map(views -> combine(stamps, loaded, views, emojis)));
  }

  private static Key key(StatusStamp stamp, int emojis) {
    return new Key(stamp.id(), stamp.version(), stamp.sensitized(), emojis);
  }

  private static Map<Long, StatusView> combine(
      Collection<StatusStamp> stamps,
      Map<Key, Written> fragments,
      Map<Long, AccountView> authors,
      int emojis) {
    Map<Long, StatusView> views = HashMap.newHashMap(stamps.size());
    for (StatusStamp stamp : stamps) {
      Written fragment = fragments.get(key(stamp, emojis));
      AccountView author = authors.get(stamp.author().id());
      // What went since the stamps were read is left out.
      if (fragment != null && author != null) {
        views.put(stamp.id(), fragment.view(author, stamp.counts()));
      }
    }
    return views;
  }

  private Future<Map<Key, Written>> loadMissing(Collection<Key> keys) {
    return repository
        .byIds(database.primary(), keys.stream().map(Key::id).toList())
        .compose(this::render)
        .map(
            rendered -> {
              Map<Key, Written> fragments = HashMap.newHashMap(keys.size());
              for (Key key : keys) {
                Written fragment = rendered.get(key.id());
                if (fragment != null) {
                  fragments.put(key, fragment);
                }
              }
              return fragments;
            });
  }

  private Future<Map<Long, Written>> render(List<Status> statuses) {
    Set<Long> withMedia = HashSet.newHashSet(statuses.size());
    Set<Long> withMentions = HashSet.newHashSet(statuses.size());
    for (Status status : statuses) {
      if (status.media() > 0) {
        withMedia.add(status.id());
      }
      if (status.words().text().indexOf('@') >= 0) {
        withMentions.add(status.id());
      }
    }
    Future<Map<Long, List<MediaView>>> shownMedia =
        withMedia.isEmpty() ? Future.succeededFuture(Map.of()) : media.ofStatuses(withMedia);
    Future<Map<Long, List<Mention>>> mentions = mentions(withMentions);
    return Future.all(shownMedia, mentions)
        .map(loaded -> render(statuses, shownMedia.result(), mentions.result()));
  }

  private Future<Map<Long, List<Mention>>> mentions(Set<Long> statuses) {
    return statuses.isEmpty()
        ? Future.succeededFuture(Map.of())
        : repository.mentions(database.primary(), statuses);
  }

  private Map<Long, Written> render(
      List<Status> statuses, Map<Long, List<MediaView>> media, Map<Long, List<Mention>> mentions) {
    Map<Long, Written> fragments = HashMap.newHashMap(statuses.size());
    for (Status status : statuses) {
      fragments.put(
          status.id(),
          Written.of(
              rendering.fragment(
                  status,
                  media.getOrDefault(status.id(), List.of()),
                  mentions.getOrDefault(status.id(), List.of()))));
    }
    return fragments;
  }

  private final class FragmentCodec implements Codec<Written> {
    @Override
    public String space() {
      return rendering.space();
    }

    @Override
    public Buffer encode(Written value) {
      return Json.write(value.fragment());
    }

    @Override
    public Written decode(Buffer encoded) {
      return Written.of(Json.read(encoded, StatusFragment.class));
    }
  }
}
