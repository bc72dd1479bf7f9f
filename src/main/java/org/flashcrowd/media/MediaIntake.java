package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.DatabaseUnavailable;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Upload;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.image.ImageInfo;
import org.flashcrowd.media.image.ImageLimits;
import org.flashcrowd.media.image.ImageProbe;
import org.flashcrowd.media.image.ImageRefused;
import org.flashcrowd.media.storage.StorageFull;
import org.flashcrowd.media.storage.StorageUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a received file into a photo that will be processed: header → store → row and job in one
 * transaction. Only then may it be acknowledged, and nothing is left of one that is not.
 */
final class MediaIntake {
  private static final Logger LOG = LoggerFactory.getLogger(MediaIntake.class);

  /**
   * The name of what was sent. It has no extension, and so no URL: it may say where it was taken.
   */
  static final String UPLOAD = "upload";

  private static final int PROBE_THREADS = 4;
  // Files received but not yet acknowledged; each waits for a disk that is already behind.
  private static final int MOST = 1_000;

  private final Database database;
  private final Jobs jobs;
  private final LongSupplier ids;
  private final MediaRepository repository;
  private final MediaStore store;
  private final MediaMetrics metrics;
  private final ImageLimits limits;
  private final BlockingThreads probes;
  private final AtomicInteger waiting = new AtomicInteger();

  MediaIntake(Vertx vertx, LongSupplier ids, MediaParts parts, ImageLimits limits) {
    this.database = parts.database();
    this.jobs = parts.jobs();
    this.ids = ids;
    this.repository = parts.repository();
    this.store = parts.store();
    this.metrics = parts.metrics();
    this.limits = limits;
    this.probes = new BlockingThreads(vertx, "media-probe", PROBE_THREADS);
  }

  Future<Photo> receive(Upload upload, long account, Purpose purpose, Photo.Caption caption) {
    if (waiting.incrementAndGet() > MOST) {
      waiting.decrementAndGet();
      return Future.failedFuture(Failure.unavailable("Too many uploads at once", 5));
    }
    return probe(upload)
        .map(info -> photo(upload, account, purpose, caption, info))
        .compose(photo -> keep(photo, upload))
        .recover(failure -> Future.failedFuture(explain(upload, failure)))
        .onComplete(done -> waiting.decrementAndGet())
        .onSuccess(photo -> metrics.accepted(upload.bytes()))
        .onFailure(metrics::refused);
  }

  private Future<ImageInfo> probe(Upload upload) {
    return probes.run(() -> ImageProbe.probe(upload.file(), limits));
  }

  private NewPhoto photo(
      Upload upload, long account, Purpose purpose, Photo.Caption caption, ImageInfo info) {
    // The orientations from 5 on lie on their side.
    boolean turned = info.orientation() >= 5;
    return new NewPhoto(
        ids.getAsLong(),
        account,
        purpose,
        MediaKey.random(),
        new NewPhoto.File(
            upload.sha256(),
            upload.bytes(),
            info.format().mediaType(),
            turned ? info.height() : info.width(),
            turned ? info.width() : info.height()),
        caption);
  }

  private Future<Photo> keep(NewPhoto photo, Upload upload) {
    return store
        .put(photo.key(), Map.of(UPLOAD, upload.file()))
        .compose(stored -> record(photo).recover(failure -> undo(photo, failure)));
  }

  private Future<Photo> record(NewPhoto photo) {
    return database.transaction(
        tx -> {
          Future<Photo> added = repository.insert(tx, photo);
          Future<Void> enqueued = jobs.enqueue(tx, MediaJobs.process(photo.id(), photo.account()));
          return added.compose(row -> enqueued.map(row));
        });
  }

  /**
   * Deletes the file of a row that was refused. When the database went away, the row may have been
   * committed or yet be: the file stays, and is the sweeper's if there is no row.
   */
  private <T> Future<T> undo(NewPhoto photo, Throwable failure) {
    if (failure instanceof DatabaseUnavailable) {
      return Future.failedFuture(failure);
    }
    return store
        .delete(photo.key())
        .onFailure(left -> LOG.warn("media {}: file not deleted", photo.key(), left))
        .transform(deleted -> Future.failedFuture(failure));
  }

  private static Throwable explain(Upload upload, Throwable failure) {
    return switch (failure) {
      case ImageRefused refused -> Failure.invalid(upload.field(), "ERR_INVALID", refused.reason());
      case StorageFull full -> {
        LOG.warn("an upload was refused: {}", full.getMessage());
        yield Failure.of(507, "The server has no room for more photos right now");
      }
      case StorageUnavailable away -> {
        LOG.warn("an upload was refused: {}", away.getMessage());
        yield Failure.unavailable("The server is not able to take photos right now", 5);
      }
      default -> failure;
    };
  }
}
