package org.flashcrowd.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerFileUpload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Receives the files of one multipart body into temporary files, in memory that does not grow with
 * them: a part is read no faster than it is written.
 */
final class UploadReceiver {
  private static final int MAX_FILES = 4;

  private final Vertx vertx;
  private final Path directory;
  private final long fileLimit;
  private final List<Path> created = new ArrayList<>();
  private final List<Future<Upload>> parts = new ArrayList<>();

  /** Where to receive, and how many bytes one file may have. */
  UploadReceiver(Vertx vertx, Path directory, long fileLimit) {
    this.vertx = vertx;
    this.directory = directory;
    this.fileLimit = fileLimit;
  }

  /** Starts receiving one part. */
  void receive(HttpServerFileUpload part) {
    if (parts.size() >= MAX_FILES) {
      parts.add(Future.failedFuture(Failure.badRequest("More than " + MAX_FILES + " files")));
      part.handler(ignored -> {});
      return;
    }
    // No event of the part may be lost while the file is being opened.
    part.pause();
    Path path = directory.resolve(UUID.randomUUID() + ".part");
    created.add(path);
    Promise<Upload> received = Promise.promise();
    parts.add(received.future());
    vertx
        .fileSystem()
        .open(path.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
        .map(file -> new HashingFile(file, fileLimit))
        .compose(
            file ->
                part.pipeTo(file)
                    .map(done -> new Upload(part.name(), path, file.bytes(), file.sha256Hex())))
        .onComplete(received);
    received.future().onFailure(failure -> part.handler(ignored -> {}).resume());
  }

  /** Every file, once all have arrived whole. */
  Future<List<Upload>> received() {
    return Future.join(parts).map(all -> parts.stream().map(Future::result).toList());
  }

  boolean isEmpty() {
    return created.isEmpty();
  }

  /** Deletes what is still there, once nothing writes to it any more. */
  void discard() {
    if (isEmpty()) {
      return;
    }
    Future.join(parts)
        .onComplete(
            ended ->
                created.forEach(
                    path -> vertx.fileSystem().delete(path.toString()).otherwiseEmpty()));
  }
}
