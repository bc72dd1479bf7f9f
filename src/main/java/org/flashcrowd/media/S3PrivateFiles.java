package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.media.storage.S3;

/** {@link PrivateFiles} in a bucket. */
final class S3PrivateFiles implements PrivateFiles {
  private static final int MOST = 1_000;

  private final Vertx vertx;
  private final S3 s3;
  private final String prefix;

  /**
   * @param prefix what the names of the objects start with
   */
  S3PrivateFiles(Vertx vertx, S3 s3, String prefix) {
    this.vertx = vertx;
    this.s3 = s3;
    this.prefix = prefix;
  }

  @Override
  public Future<Void> keep(String name, Path file) {
    return s3.files()
        .put(prefix + name, file, "application/octet-stream")
        .compose(kept -> vertx.fileSystem().delete(file.toString()));
  }

  @Override
  public Future<Optional<StoredFile>> open(String name) {
    return s3.reads()
        .get(prefix + name, Optional.empty())
        .map(found -> found.map(S3MediaStore.OnItsWay::new));
  }

  @Override
  public Future<Boolean> copy(String name, Path target) {
    return s3.files().download(prefix + name, target);
  }

  @Override
  public Future<Void> delete(String name) {
    return s3.files().delete(prefix + name);
  }

  /** An account has few. */
  @Override
  public Future<List<String>> list(String start) {
    return s3.files()
        .list(prefix + start, "", MOST)
        .map(
            found -> found.stream().map(entry -> entry.name().substring(prefix.length())).toList());
  }
}
