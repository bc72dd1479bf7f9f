package org.flashcrowd.media.storage;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A storage that does one more thing around every call of another. */
abstract class StorageDecorator implements ObjectStorage {
  private final ObjectStorage next;

  StorageDecorator(ObjectStorage next) {
    this.next = next;
  }

  /**
   * Makes a call, or not, or again.
   *
   * @param operation what it does, in one word
   */
  abstract <T> Future<T> around(String operation, Supplier<Future<T>> call);

  @Override
  public Future<Void> put(String name, Path file, String contentType) {
    return around("put", () -> next.put(name, file, contentType));
  }

  @Override
  public Future<Optional<ObjectBody>> get(String name, Optional<Part> part) {
    return around("get", () -> next.get(name, part));
  }

  @Override
  public Future<Boolean> download(String name, Path file) {
    return around("download", () -> next.download(name, file));
  }

  @Override
  public Future<OptionalLong> length(String name) {
    return around("length", () -> next.length(name));
  }

  @Override
  public Future<Void> copy(String from, String to) {
    return around("copy", () -> next.copy(from, to));
  }

  @Override
  public Future<Void> delete(String name) {
    return around("delete", () -> next.delete(name));
  }

  @Override
  public Future<List<Entry>> list(String prefix, String after, int most) {
    return around("list", () -> next.list(prefix, after, most));
  }
}
