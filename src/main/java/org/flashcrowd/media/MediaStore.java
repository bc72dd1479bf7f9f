package org.flashcrowd.media;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the files of photos are kept, each under its photo's key and a name. Never blocks; a name
 * is written once and never changes its contents while somebody can read it.
 */
interface MediaStore {
  /** One file, as {@link #list} finds it. */
  record Entry(String key, String name, Instant written) {}

  /**
   * Takes files in, moving them where it can. When the future completes they survive a power
   * failure; when it fails none of them is here.
   *
   * @param files local files by the name to keep them under
   */
  Future<Void> put(String key, Map<String, Path> files);

  /**
   * Calls {@code work} with a local file of the contents, which is only to be read and only until
   * the future of {@code work} completes. Fails with {@link java.nio.file.NoSuchFileException} when
   * there is none.
   */
  <T> Future<T> withLocal(String key, String name, Function<Path, Future<T>> work);

  /** Finds a file to be sent. */
  Future<Optional<StoredFile>> find(String key, String name);

  /**
   * Finds a file of which everything is to be sent at once: its {@code reply} must then be asked
   * for, once.
   */
  default Future<Optional<StoredFile>> open(String key, String name) {
    return find(key, name);
  }

  /**
   * Keeps the pictures of a key from being found, without deleting them; repeating it changes
   * nothing.
   */
  Future<Void> withhold(String key);

  /** Undoes {@link #withhold}. */
  Future<Void> release(String key);

  /** Deletes one file, if it is there. */
  Future<Void> delete(String key, String name);

  /** Deletes all files of a key. */
  Future<Void> delete(String key);

  /** All files whose key starts with these four hexadecimal digits. */
  Future<List<Entry>> list(String prefix);
}
