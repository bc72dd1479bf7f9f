package org.flashcrowd.media;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.flashcrowd.http.Reply;

/** A file in the store, ready to be sent. */
public interface StoredFile {
  /**
   * Where else a file can be had.
   *
   * @param address for anybody
   * @param kept for how long it may be remembered
   */
  record Elsewhere(String address, Duration kept) {}

  /** Its length. */
  long bytes();

  /** An answer with a part of it. Fails with 404 when it is gone since it was found. */
  Future<Reply> reply(int status, String contentType, long offset, long length);

  /** Empty where it is only to be had from here. */
  default Optional<Elsewhere> elsewhere(String contentType) {
    return Optional.empty();
  }
}
