package org.flashcrowd.media.storage;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A bucket of objects, each whole or not there, under names with slashes. Every call can be
 * repeated without harm, ends within a time, and never blocks.
 *
 * <p>Fails with {@link StorageUnavailable} when the bucket does not do what it is asked to, and
 * with {@link StorageFull} when it has no room.
 */
public interface ObjectStorage {
  /** One object, as {@link #list} finds it. */
  record Entry(String name, Instant written) {}

  /**
   * Puts a local file under a name. When the future completes the storage has acknowledged all of
   * it; when it fails it may or may not be there.
   */
  Future<Void> put(String name, Path file, String contentType);

  /**
   * Begins to read.
   *
   * @param part which bytes; empty for all
   * @return empty when there is no such object
   */
  Future<Optional<ObjectBody>> get(String name, Optional<Part> part);

  /**
   * Some bytes of an object.
   *
   * @param offset of the first
   * @param length how many, at least one
   */
  record Part(long offset, long length) {}

  /** Reads all of an object into a new local file; false when there is no such object. */
  Future<Boolean> download(String name, Path file);

  /** How long an object is, in bytes; empty when there is none. */
  Future<OptionalLong> length(String name);

  /** Gives an object a second name. Fails when it is not there. */
  Future<Void> copy(String from, String to);

  /** Deletes an object, if it is there. */
  Future<Void> delete(String name);

  /**
   * Objects whose names start with {@code prefix} and come after {@code after}, in order.
   *
   * @param most 1 to 1,000
   */
  Future<List<Entry>> list(String prefix, String after, int most);
}
