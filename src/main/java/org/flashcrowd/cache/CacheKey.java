package org.flashcrowd.cache;

/**
 * Names one thing that is kept. Its type says for whom: what depends on who is looking is {@link
 * OfViewer}, and cannot be given to anybody else by mistake.
 */
public sealed interface CacheKey {
  /** Of what is the same for everybody. */
  non-sealed interface Shared extends CacheKey {}

  /**
   * Of what never changes: after a change its key is another one. Only such things are kept in
   * Redis, where an old value could otherwise be written after a newer one.
   */
  interface Versioned extends Shared {
    /** Its name in Redis; within its cache. */
    String text();
  }

  /** Of what depends on who is looking. */
  non-sealed interface OfViewer extends CacheKey {
    /** The account that is looking. */
    long viewer();
  }
}
