package org.flashcrowd.accounts;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.cache.CacheDefinition;
import org.flashcrowd.cache.CacheDefinition.Audience;
import org.flashcrowd.cache.CacheDefinition.Lifetime;
import org.flashcrowd.cache.CacheKey;
import org.flashcrowd.cache.Cached;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.cache.Codec;
import org.flashcrowd.cache.Loader;
import org.flashcrowd.http.Json;

/**
 * Profiles as they are shown, each version once. What is counted about them comes from the stamp.
 */
final class ProfileCache {
  static final CacheDefinition DEFINITION =
      new CacheDefinition(
          "accounts",
          Audience.EVERYBODY,
          Lifetime.of(Duration.ofMinutes(10)),
          15,
          true,
          new CacheDefinition.Row(
              "Profiles, as HTML; without what is counted about them",
              "id and version of the account, version of the emojis",
              "none is needed: the statement that finds the account tells its version",
              "one statement loads all that a page lacks",
              "each node loads its own"));

  /** About what a profile takes, beside its texts. */
  private static final int OVERHEAD = 1_500;

  private record Key(long id, int version, int emojis) implements CacheKey.Versioned {
    @Override
    public String text() {
      return id + "." + version + "." + Integer.toHexString(emojis);
    }
  }

  /**
   * A profile, with counts of some moment.
   *
   * @param settled whether its pictures are ready: otherwise it changes soon without a new version
   */
  record Profile(AccountView view, boolean settled) {}

  private final AccountViews views;
  private final Cached<Key, Profile> cached;

  ProfileCache(Caches caches, AccountViews views) {
    this.views = views;
    this.cached =
        caches.shared(DEFINITION, ProfileCache::weight, Profile::settled, new ProfileCodec());
  }

  private static int weight(Profile profile) {
    AccountView view = profile.view();
    return OVERHEAD
        + 2 * view.note().length()
        + 200 * view.fields().size()
        + view.fixedMembers().length();
  }

  /** The accounts as they are now; those that are gone are left out. */
  Future<Map<Long, AccountView>> get(
      Collection<AccountStamp> stamps, Loader<Long, Profile> loader) {
    int emojis = views.emojis().version();
    List<Key> keys = new ArrayList<>(stamps.size());
    for (AccountStamp stamp : stamps) {
      keys.add(new Key(stamp.id(), stamp.version(), emojis));
    }
    return cached
        .getAll(keys, missing -> load(missing, loader))
        .map(profiles -> counted(stamps, profiles, emojis));
  }

  private static Map<Long, AccountView> counted(
      Collection<AccountStamp> stamps, Map<Key, Profile> profiles, int emojis) {
    Map<Long, AccountView> counted = HashMap.newHashMap(stamps.size());
    for (AccountStamp stamp : stamps) {
      Profile profile = profiles.get(new Key(stamp.id(), stamp.version(), emojis));
      if (profile != null) {
        counted.put(stamp.id(), profile.view().counting(stamp));
      }
    }
    return counted;
  }

  private static Future<Map<Key, Profile>> load(
      Collection<Key> keys, Loader<Long, Profile> loader) {
    return loader
        .load(keys.stream().map(Key::id).toList())
        .map(
            loaded -> {
              Map<Key, Profile> profiles = HashMap.newHashMap(keys.size());
              for (Key key : keys) {
                Profile profile = loaded.get(key.id());
                if (profile != null) {
                  profiles.put(key, profile);
                }
              }
              return profiles;
            });
  }

  /** Only settled ones are shared. */
  private final class ProfileCodec implements Codec<Profile> {
    @Override
    public String space() {
      return views.space();
    }

    @Override
    public Buffer encode(Profile value) {
      return Json.write(value.view());
    }

    @Override
    public Profile decode(Buffer encoded) {
      return new Profile(Json.read(encoded, AccountView.class).written(), /* settled= */ true);
    }
  }
}
