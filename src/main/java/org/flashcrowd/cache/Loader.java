package org.flashcrowd.cache;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;

/** Where values come from that are not kept, many at a time. */
@FunctionalInterface
public interface Loader<K, V> {
  /** The values of these keys; those that do not exist are left out. */
  Future<Map<K, V>> load(Collection<K> keys);
}
