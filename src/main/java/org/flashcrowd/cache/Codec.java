package org.flashcrowd.cache;

import io.vertx.core.buffer.Buffer;

/** How values look in Redis. */
public interface Codec<V> {
  /**
   * What sets values apart that differ for other reasons than their keys, such as the version of
   * the program that made them: only nodes that say the same share values.
   */
  String space();

  Buffer encode(V value);

  /** May throw whatever it wants for what it cannot read: that is then loaded. */
  V decode(Buffer encoded);
}
