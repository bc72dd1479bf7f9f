package org.flashcrowd;

import java.util.List;
import java.util.stream.Stream;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.cache.CacheDefinition;
import org.flashcrowd.config.CacheSettings;
import org.flashcrowd.filters.FilterCache;
import org.flashcrowd.http.PublicPages;
import org.flashcrowd.instance.InstanceCapability;
import org.flashcrowd.statuses.StatusCapability;

/** Every cache of a node: the table in {@code docs/caching.md} is made from this. */
final class NodeCaches {
  private NodeCaches() {}

  static List<CacheDefinition> of(CacheSettings settings) {
    return Stream.of(
            List.of(
                PublicPages.definition(settings),
                StatusCapability.CACHE,
                Accounts.CACHE,
                FilterCache.DEFINITION),
            InstanceCapability.CACHES)
        .flatMap(List::stream)
        .toList();
  }
}
