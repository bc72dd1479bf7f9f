package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.jobs.JobRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what nothing refers to any more: photos that no post took in time, avatars that were
 * replaced, and files without a row, which processes that died leave behind.
 *
 * <p>One job, which ends by enqueueing the next, so one node of a site sweeps at a time. Each looks
 * at 1/256 of the files; all of them are seen once in about a day.
 */
final class MediaSweeper implements JobHandler {
  private static final Logger LOG = LoggerFactory.getLogger(MediaSweeper.class);

  /**
   * What is younger may belong to an upload whose row is not there yet. A file's age is by the
   * clock of whoever keeps it, so this is also far more than a node's own clock may be off.
   */
  static final Duration GRACE = Duration.ofHours(6);

  private static final Duration INTERVAL = Duration.ofMinutes(5);
  private static final int SLICES = 256;
  private static final int BATCH = 500;
  private static final int MOST_BATCHES = 20;

  private final MediaParts parts;
  private final Duration unattachedTtl;
  private final Clock clock;

  MediaSweeper(MediaParts parts, Duration unattachedTtl, Clock clock) {
    this.parts = parts;
    this.unattachedTtl = unattachedTtl;
    this.clock = clock;
  }

  /** Makes sure that there is a next sweep, somewhere. */
  Future<Void> schedule() {
    return parts.jobs().enqueue(parts.database().primary(), next(0));
  }

  private static JobRequest next(int slice) {
    return JobRequest.of(MediaJobs.SWEEP, new JsonObject().put("slice", slice))
        .uniqueKey("media.sweep")
        .delay(INTERVAL);
  }

  @Override
  public Future<Void> handle(Job job) {
    int slice = Math.floorMod(job.args().getInteger("slice", 0), SLICES);
    return sweepRows()
        .compose(rows -> sweepFiles(slice))
        .compose(
            files ->
                parts
                    .database()
                    .transaction(
                        tx ->
                            parts
                                .jobs()
                                .enqueue(tx, next((slice + 1) % SLICES))
                                .compose(enqueued -> parts.jobs().fence(tx, job))));
  }

  /** Deletes the rows that nobody refers to; the files follow as jobs. */
  Future<Integer> sweepRows() {
    return batches(tx -> parts.repository().deleteExpired(tx, unattachedTtl, BATCH), MOST_BATCHES)
        .compose(
            expired ->
                batches(
                        tx -> parts.repository().deleteReplaced(tx, unattachedTtl, BATCH),
                        MOST_BATCHES)
                    .map(replaced -> expired + replaced));
  }

  private interface Deletion {
    Future<List<String>> delete(Sql tx);
  }

  private Future<Integer> batches(Deletion deletion, int left) {
    return parts
        .database()
        .transaction(
            tx ->
                deletion
                    .delete(tx)
                    .compose(
                        keys ->
                            keys.isEmpty()
                                ? Future.succeededFuture(0)
                                : parts
                                    .jobs()
                                    .enqueue(tx, MediaJobs.remove(keys))
                                    .map(keys.size())))
        .compose(
            deleted ->
                deleted < BATCH || left == 1
                    ? Future.succeededFuture(deleted)
                    : batches(deletion, left - 1).map(more -> deleted + more));
  }

  /**
   * Deletes the files of one slice that no row knows.
   *
   * @param slice 0 to 255: the first two digits of the keys
   * @return how many
   */
  Future<Integer> sweepFiles(int slice) {
    return sweepFolder(slice, 0, 0)
        .onSuccess(
            deleted -> {
              if (deleted > 0) {
                LOG.info("{} files without a row deleted", deleted);
              }
            });
  }

  private Future<Integer> sweepFolder(int slice, int folder, int deleted) {
    return folder == SLICES
        ? Future.succeededFuture(deleted)
        : parts
            .store()
            .list("%02x%02x".formatted(slice, folder))
            .compose(this::deleteUnknown)
            .compose(more -> sweepFolder(slice, folder + 1, deleted + more));
  }

  private Future<Integer> deleteUnknown(List<MediaStore.Entry> entries) {
    Instant young = clock.instant().minus(GRACE);
    List<MediaStore.Entry> old =
        entries.stream().filter(entry -> entry.written().isBefore(young)).toList();
    if (old.isEmpty()) {
      return Future.succeededFuture(0);
    }
    List<String> keys = old.stream().map(MediaStore.Entry::key).distinct().toList();
    return parts
        .repository()
        .byKeys(parts.database().primary(), keys)
        .compose(photos -> deleteUnknown(old, photos));
  }

  private Future<Integer> deleteUnknown(List<MediaStore.Entry> old, List<Photo> photos) {
    Map<String, Photo> known = new HashMap<>();
    photos.forEach(photo -> known.put(photo.pictures().key(), photo));
    List<MediaStore.Entry> unknown =
        old.stream().filter(entry -> !belongs(entry, known.get(entry.key()))).toList();
    return Future.join(
            unknown.stream().map(entry -> parts.store().delete(entry.key(), entry.name())).toList())
        .map(unknown.size());
  }

  /**
   * While a photo is processed any file may become its own; after that, those that its row names.
   */
  private static boolean belongs(MediaStore.Entry entry, @Nullable Photo photo) {
    if (photo == null) {
      return false;
    }
    return photo.progress().state() == Photo.State.PROCESSING || photo.pictures().has(entry.name());
  }
}
