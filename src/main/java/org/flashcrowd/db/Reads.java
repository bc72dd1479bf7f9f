package org.flashcrowd.db;

import org.jspecify.annotations.Nullable;

/** Single reads that may be a moment old, for whoever asks. */
@FunctionalInterface
public interface Reads {
  /**
   * Reads on somebody's behalf. They show what the reader wrote in earlier calls, but may otherwise
   * be a moment old: never for a decision about privacy, nor in a call that has written.
   *
   * @param reader the account that asks; null for somebody who is not signed in
   */
  Sql by(@Nullable Long reader);
}
