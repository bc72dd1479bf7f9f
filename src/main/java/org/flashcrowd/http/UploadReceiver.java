package org.flashcrowd.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerFileUpload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Receives the files of one multipart body into temporary files, in memory that does not grow with
 * them: a part is read no faster than it is written.
 */
final class UploadReceiver {
  private static final int MAX_FILES = 4;
  private static final Pattern STEPS = Pattern.compile("[/\\\\]");

  /** One file on its way. */
  private record Part(Path path, Future<HashingFile> file, Promise<Upload> received) {}

  private final Vertx vertx;
  private final Path directory;
  private final long fileLimit;
  private final List<Part> parts = new ArrayList<>(1);
  private @Nullable String refusal;

  /** Where to receive, and how many bytes one file may have. */
  UploadReceiver(Vertx vertx, Path directory, long fileLimit) {
    this.vertx = vertx;
    this.directory = directory;
    this.fileLimit = fileLimit;
  }

  /** Starts receiving one part. */
  void receive(HttpServerFileUpload upload) {
    if (parts.size() >= MAX_FILES) {
      refuse(upload, "More than " + MAX_FILES + " files");
      return;
    }
    if (isNoName(upload.filename())) {
      refuse(upload, "The name of a file is not valid");
      return;
    }
    // No event of the part may be lost while the file is being opened.
    upload.pause();
    Path path = directory.resolve(UUID.randomUUID() + ".part");
    Part part = new Part(path, open(path), Promise.promise());
    parts.add(part);
    part.file()
        .compose(
            file ->
                upload
                    .pipeTo(file)
                    .map(end -> new Upload(upload.name(), path, file.bytes(), file.sha256Hex())))
        .onSuccess(part.received()::tryComplete)
        .onFailure(
            failure -> {
              part.received().tryFail(failure);
              upload.handler(ignored -> {}).resume();
            });
  }

  private void refuse(HttpServerFileUpload upload, String why) {
    refusal = why;
    upload.handler(ignored -> {});
  }

  /**
   * Names are never used. Apps send paths, some of them; who sends one that climbs, or a NUL, is no
   * app.
   */
  private static boolean isNoName(@Nullable String name) {
    return name != null
        && (name.indexOf('\0') >= 0
            || STEPS.splitAsStream(name).anyMatch(step -> step.equals("..")));
  }

  private Future<HashingFile> open(Path path) {
    Future<AsyncFile> opened =
        vertx
            .fileSystem()
            .open(path.toString(), new OpenOptions().setCreateNew(true).setWrite(true));
    return opened.map(file -> new HashingFile(file, fileLimit));
  }

  /**
   * Every file, once all have arrived whole.
   *
   * @param cut whether the body had a {@link BoundaryCut}: a CR at the end is none of the file's
   */
  Future<List<Upload>> received(boolean cut) {
    if (refusal != null) {
      return Future.failedFuture(Failure.badRequest(refusal));
    }
    return Future.join(parts.stream().map(part -> part.received().future()).toList())
        .compose(all -> Future.join(parts.stream().map(part -> whole(part, cut)).toList()))
        .map(all -> all.<Upload>list());
  }

  private Future<Upload> whole(Part part, boolean cut) {
    Upload upload = part.received().future().result();
    return cut
        ? part.file()
            .compose(
                file ->
                    file.withoutLastCr()
                        .map(
                            hash ->
                                vertx
                                    .fileSystem()
                                    .truncate(part.path().toString(), upload.bytes() - 1)
                                    .map(
                                        new Upload(
                                            upload.field(), part.path(), upload.bytes() - 1, hash)))
                        .orElse(Future.succeededFuture(upload)))
        : Future.succeededFuture(upload);
  }

  /**
   * Deletes what is still there. A part whose client went away is never told so by the decoder:
   * what is still being received ends here.
   */
  void discard() {
    for (Part part : parts) {
      part.received().tryFail(Failure.badRequest("The upload ended early"));
      part.file()
          .compose(HashingFile::close)
          .transform(closed -> vertx.fileSystem().delete(part.path().toString()))
          .otherwiseEmpty();
    }
  }
}
