package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobFailure;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.media.image.ImagePipeline;
import org.flashcrowd.media.image.ImageRefused;
import org.flashcrowd.media.image.ProcessedImage;
import org.flashcrowd.media.image.Rendered;
import org.flashcrowd.media.image.RenditionSpec;
import org.flashcrowd.media.storage.StorageUnavailable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an upload ready to be seen: fetch → pipeline → store → one fenced transaction that makes
 * the row ready and says so. Then the upload itself, which may tell where it was taken, is deleted.
 *
 * <p>Blocks while pixels are worked on: for WORKER verticles.
 */
final class ImageWorker implements JobHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ImageWorker.class);
  // Memory may have run out because of other pictures: this one gets two more chances.
  private static final int MEMORY_ATTEMPTS = 3;
  // The first may have been somebody else's fault.
  private static final int MOST_CRASHES = 3;

  private static final Duration POSTPONED = Duration.ofSeconds(10);

  private final MediaParts parts;
  private final ImagePipeline pipeline;
  private final List<RenditionSpec> renditions;
  private final PictureThreads threads;
  private final Path workspace;

  /**
   * @param workspace where outputs are written before they are stored; on the file system of a
   *     store that is a disk
   */
  ImageWorker(
      MediaParts parts,
      ImagePipeline pipeline,
      List<RenditionSpec> renditions,
      PictureThreads threads,
      Path workspace) {
    this.parts = parts;
    this.pipeline = pipeline;
    this.renditions = List.copyOf(renditions);
    this.threads = threads;
    this.workspace = workspace;
  }

  @Override
  public Future<Void> handle(Job job) {
    return parts
        .repository()
        .byId(parts.database().primary(), MediaJobs.media(job))
        .compose(photo -> photo.map(found -> process(job, found)).orElseGet(ImageWorker::nothing));
  }

  private static Future<Void> nothing() {
    return Future.succeededFuture();
  }

  private Future<Void> process(Job job, Photo photo) {
    if (photo.progress().state() != Photo.State.PROCESSING) {
      return nothing();
    }
    if (job.attempt() >= MediaJobs.PROCESS.maxAttempts() || unfinished(photo) >= MOST_CRASHES) {
      return fail(job, photo, "attempts", "The picture could not be processed");
    }
    long started = System.nanoTime();
    return parts
        .store()
        .withLocal(photo.pictures().key(), MediaIntake.UPLOAD, file -> publish(job, photo, file))
        .onSuccess(ready -> parts.metrics().processed(System.nanoTime() - started))
        .recover(failure -> explain(job, photo, failure));
  }

  /** Attempts that ended without clearing up, as they do when a decoder takes the process down. */
  private long unfinished(Photo photo) {
    try {
      return Folders.count(workspace, photo.id() + "-*");
    } catch (IOException unreadable) {
      LOG.warn("the attempts at media {} are not counted", photo.id(), unreadable);
      return 0;
    }
  }

  private Future<Void> publish(Job job, Photo photo, Path upload) {
    Path folder = workspace.resolve(photo.id() + "-" + UUID.randomUUID());
    return work(folder, upload, photo)
        .compose(
            outputs ->
                parts
                    .store()
                    .put(photo.pictures().key(), outputs.files())
                    .compose(stored -> ready(job, photo, outputs.outcome())))
        .eventually(() -> discard(folder));
  }

  private record Outputs(MediaRepository.Outcome outcome, Map<String, Path> files) {}

  /** Blocks this worker's thread until the pictures are made. */
  private Future<Outputs> work(Path folder, Path upload, Photo photo) {
    try {
      Files.createDirectories(folder);
      ProcessedImage made =
          threads.run(
              Long.toString(photo.id()), () -> pipeline.process(upload, folder, renditions));
      Map<String, Path> files = new LinkedHashMap<>();
      PictureFile original = output(made.original(), files);
      List<PictureFile> smaller =
          made.renditions().stream().map(rendered -> output(rendered, files)).toList();
      return Future.succeededFuture(
          new Outputs(
              new MediaRepository.Outcome(
                  original,
                  smaller,
                  made.blurhash(),
                  made.colour(),
                  CameraDetails.json(made.details())),
              files));
    } catch (Exception | OutOfMemoryError | StackOverflowError failure) {
      return Future.failedFuture(failure);
    }
  }

  private static PictureFile output(Rendered rendered, Map<String, Path> files) {
    String file = String.valueOf(rendered.file().getFileName());
    files.put(file, rendered.file());
    return new PictureFile(
        rendered.name(),
        file,
        rendered.contentType(),
        rendered.width(),
        rendered.height(),
        rendered.bytes());
  }

  private Future<Void> ready(Job job, Photo photo, MediaRepository.Outcome outcome) {
    String key = photo.pictures().key();
    return parts
        .database()
        .transaction(
            tx ->
                parts
                    .jobs()
                    .fence(tx, job)
                    .compose(fenced -> parts.repository().ready(tx, photo.id(), outcome))
                    .compose(
                        taken ->
                            taken.isEmpty()
                                ? Future.succeededFuture(taken)
                                : parts
                                    .jobs()
                                    .announce(
                                        tx,
                                        "media.ready",
                                        event(photo, taken.get(), null),
                                        photo.account())
                                    .map(taken)))
        .compose(
            (Optional<MediaRepository.Taken> taken) ->
                // Deleted by its owner meanwhile: nobody will ask for its files.
                taken.isEmpty()
                    ? parts.store().delete(key)
                    : parts.store().delete(key, MediaIntake.UPLOAD));
  }

  private Future<Void> explain(Job job, Photo photo, Throwable failure) {
    return switch (failure) {
      case ImageRefused refused -> fail(job, photo, "refused", refused.reason());
      case PictureThreads.TooSlow slow ->
          fail(job, photo, "timeout", "Processing the picture " + slow.getMessage());
      case OutOfMemoryError memory -> memory(job, photo);
      case StackOverflowError deep ->
          fail(job, photo, "refused", "The picture is damaged or incomplete");
      case PictureThreads.TooManyHang busy ->
          Future.failedFuture(JobFailure.retryable(String.valueOf(busy.getMessage())));
      case StorageUnavailable away -> postpone(job, photo, away);
      default -> Future.failedFuture(failure);
    };
  }

  /** A store that is away says nothing about the photo: its attempts begin anew later. */
  private Future<Void> postpone(Job job, Photo photo, StorageUnavailable away) {
    LOG.warn("media {} waits for the store: {}", photo.id(), away.getMessage());
    return parts
        .database()
        .transaction(
            tx ->
                parts
                    .jobs()
                    .enqueue(tx, MediaJobs.process(photo.id(), photo.account()).delay(POSTPONED))
                    .compose(enqueued -> parts.jobs().fence(tx, job)));
  }

  private Future<Void> memory(Job job, Photo photo) {
    LOG.error("media {}: out of memory at attempt {}", photo.id(), job.attempt());
    return job.attempt() < MEMORY_ATTEMPTS
        ? Future.failedFuture(JobFailure.retryable("out of memory"))
        : fail(job, photo, "memory", "The picture needs more memory than this server has");
  }

  private Future<Void> fail(Job job, Photo photo, String cause, String reason) {
    LOG.info("media {} failed: {}", photo.id(), reason);
    return parts
        .database()
        .transaction(
            tx ->
                parts
                    .jobs()
                    .fence(tx, job)
                    .compose(fenced -> parts.repository().failed(tx, photo.id(), reason))
                    .compose(
                        taken ->
                            taken.isEmpty()
                                ? nothing()
                                : parts
                                    .jobs()
                                    .announce(
                                        tx,
                                        "media.failed",
                                        event(photo, taken.get(), reason),
                                        photo.account())))
        .compose(failed -> parts.store().delete(photo.pictures().key()))
        .onSuccess(done -> parts.metrics().failed(cause));
  }

  private static JsonObject event(
      Photo photo, MediaRepository.Taken taken, @Nullable String reason) {
    JsonObject event =
        new JsonObject()
            .put("media", photo.id())
            .put("account", photo.account())
            .put("purpose", photo.purpose().wire())
            .put("status", taken.status());
    return reason == null ? event : event.put("reason", reason);
  }

  /** What a thread that was given up still writes there is left to the sweeper. */
  private static Future<Void> discard(Path folder) {
    try {
      Folders.delete(folder);
    } catch (IOException left) {
      LOG.debug("{} is left to the sweeper", folder, left);
    }
    return nothing();
  }
}
