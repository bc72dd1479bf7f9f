package org.flashcrowd.media;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.function.Function;

/** The full-size pictures as files, for what makes copies of them. */
public final class Originals {
  private final MediaStore store;

  Originals(MediaStore store) {
    this.store = store;
  }

  /**
   * Calls {@code work} with a local file that is only to be read, and only until the future of
   * {@code work} completes. Fails with {@link java.nio.file.NoSuchFileException} when there is
   * none.
   */
  public <T> Future<T> withLocal(String key, PictureFile original, Function<Path, Future<T>> work) {
    return store.withLocal(key, original.file(), work);
  }
}
