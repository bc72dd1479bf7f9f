package org.flashcrowd.media;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Large files that belong to one person, such as archives: kept where the pictures are, on every
 * node's reach, and under no URL of their own. Never blocks.
 */
public interface PrivateFiles {
  /** Takes a local file in, moving it where it can; it is gone from its place afterwards. */
  Future<Void> keep(String name, Path file);

  /**
   * Finds a file of which everything is to be sent at once; its {@code reply} must be asked for.
   */
  Future<Optional<StoredFile>> open(String name);

  /** Writes a copy into a new local file; false when there is no such file. */
  Future<Boolean> copy(String name, Path target);

  /** Deletes a file, if it is there. */
  Future<Void> delete(String name);

  /** The names that start so. */
  Future<List<String>> list(String prefix);
}
