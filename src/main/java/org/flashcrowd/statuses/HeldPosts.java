package org.flashcrowd.statuses;

import io.vertx.core.Future;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.jobs.Lane;

/**
 * Lets a held post go when the last of its photos is ready, and marks it failed when one of them
 * cannot be processed. Runs after each photo; the post's row lock makes one of two that finish
 * together the last, and a post that was let go already is left alone.
 */
final class HeldPosts {
  /** Caused by each photo that is ready or has failed. */
  static final JobKind RELEASE =
      JobKind.named("statuses.release", Role.FEED)
          .lane(Lane.INTERACTIVE)
          .priority(10)
          .on("media.ready")
          .on("media.failed");

  private final Database database;
  private final Jobs jobs;
  private final PublicationRepository repository;
  private final Publisher publisher;

  HeldPosts(Database database, Jobs jobs, PublicationRepository repository, Publisher publisher) {
    this.database = database;
    this.jobs = jobs;
    this.repository = repository;
    this.publisher = publisher;
  }

  /** Settles the post that the job's photo belongs to, if it belongs to one. */
  Future<Void> release(Job job) {
    Long status = job.args().getLong("status");
    return status == null
        ? Future.succeededFuture()
        : database.transaction(tx -> settle(tx, status).compose(settled -> jobs.fence(tx, job)));
  }

  private Future<Void> settle(Sql tx, long status) {
    return repository
        .lockHeld(tx, status)
        .compose(
            held ->
                held.isEmpty()
                    ? Future.succeededFuture()
                    : repository
                        .photos(tx, status)
                        .compose(photos -> settle(tx, held.get(), photos)));
  }

  private Future<Void> settle(Sql tx, Publication held, PublicationRepository.Photos photos) {
    if (photos.failed() > 0) {
      String failure = photos.failure();
      return publisher.fail(tx, held, failure == null ? "A photo could not be processed" : failure);
    }
    return photos.processing() > 0 ? Future.succeededFuture() : publisher.release(tx, held);
  }
}
