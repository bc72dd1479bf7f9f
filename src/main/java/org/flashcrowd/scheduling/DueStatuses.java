package org.flashcrowd.scheduling;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.jobs.Lane;
import org.flashcrowd.scheduling.ScheduledStatusRepository.Locked;
import org.flashcrowd.statuses.DeferredPosts;

/**
 * Lets scheduled posts go out when their time has come. The post, the end of the scheduled one and
 * the end of the job are one transaction under the row's lock, so a post goes out once, whoever
 * dies when.
 *
 * <p>A post that is refused at its time is not lost: it becomes one that failed, which its author
 * sees with the reason and can repair.
 */
final class DueStatuses {
  static final JobKind PUBLISH =
      JobKind.named("scheduling.publish", Role.FEED)
          .lane(Lane.INTERACTIVE)
          .timeout(Duration.ofSeconds(30))
          .maxAttempts(100);

  private static final String BARRED = "the account was not allowed to post at its time";
  private static final String UNANSWERABLE = "the post that it answers is no longer there";

  private final Database database;
  private final Ids ids;
  private final Jobs jobs;
  private final ScheduledStatusRepository repository;
  private final DeferredPosts posts;

  DueStatuses(
      Database database,
      Ids ids,
      Jobs jobs,
      ScheduledStatusRepository repository,
      DeferredPosts posts) {
    this.database = database;
    this.ids = ids;
    this.jobs = jobs;
    this.repository = repository;
    this.posts = posts;
  }

  /**
   * One post's jobs have one key: however often its time is changed, few of them wait. A job may
   * therefore come before the time, and asks to be called again.
   */
  static JobRequest at(Instant time, long id, long account) {
    return JobRequest.of(PUBLISH, new JsonObject().put("scheduled", id))
        .uniqueKey(Long.toString(id))
        .owner(account)
        .runAt(time);
  }

  /** {@code scheduling.publish {scheduled}}. */
  Future<Void> publish(Job job) {
    return settle(job, this::publish)
        .recover(
            refusal ->
                refusal instanceof Failure refused && refused.status() < 500
                    ? settle(job, (tx, due) -> fail(tx, due, reason(refused)))
                    : Future.failedFuture(refusal));
  }

  private static String reason(Failure refused) {
    return refused.status() == 404 ? UNANSWERABLE : refused.body().error();
  }

  /** What becomes of a post whose time has come, as the one thing that {@code tx} does. */
  private interface Outcome {
    Future<Void> of(Sql tx, Locked due);
  }

  private Future<Void> settle(Job job, Outcome outcome) {
    long id = job.args().getLong("scheduled");
    return database.transaction(
        tx ->
            repository
                .lock(tx, id)
                .compose(
                    found ->
                        found.isEmpty()
                            ? Future.succeededFuture()
                            : settle(tx, found.get(), outcome))
                .compose(settled -> jobs.fence(tx, job)));
  }

  private Future<Void> settle(Sql tx, Locked locked, Outcome outcome) {
    ScheduledStatus status = locked.status();
    return locked.due()
        ? outcome.of(tx, locked).compose(done -> repository.delete(tx, status.id()))
        : jobs.enqueue(tx, at(status.at(), status.id(), status.post().account()));
  }

  private Future<Void> publish(Sql tx, Locked due) {
    ScheduledStatus status = due.status();
    return switch (due.standing()) {
      case GOOD -> posts.publish(tx, status.id(), ids.next(), status.post());
      case BARRED -> fail(tx, due, BARRED);
      // Its photos go with the rest of what it left.
      case REMOVED -> Future.succeededFuture();
    };
  }

  private Future<Void> fail(Sql tx, Locked due, String reason) {
    ScheduledStatus status = due.status();
    return posts.fail(tx, status.id(), ids.next(), status.post(), reason);
  }
}
