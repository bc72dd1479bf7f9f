package org.flashcrowd.jobs;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job to be enqueued.
 *
 * @param args what the handler needs; ids rather than contents, since a job may wait
 * @param uniqueKey jobs of one kind and key that wait together run as one; see docs/jobs.md
 * @param runAt not before this moment
 * @param delay not before this long after now, by the database's clock
 * @param owner the account it is done for, 0 for nobody: who has many jobs waiting does not delay
 *     who has few
 * @param priority 0 first
 */
public record JobRequest(
    JobKind kind,
    JsonObject args,
    @Nullable String uniqueKey,
    @Nullable Instant runAt,
    Duration delay,
    long owner,
    int priority) {
  public JobRequest {
    if (priority < 0 || priority > Short.MAX_VALUE) {
      throw new IllegalArgumentException(kind.name() + ": priority " + priority);
    }
  }

  /** At once, for nobody in particular. */
  public static JobRequest of(JobKind kind, JsonObject args) {
    return new JobRequest(kind, args, null, null, Duration.ZERO, 0, kind.priority());
  }

  public JobRequest uniqueKey(String key) {
    return new JobRequest(kind, args, key, runAt, delay, owner, priority);
  }

  public JobRequest runAt(Instant moment) {
    return new JobRequest(kind, args, uniqueKey, moment, Duration.ZERO, owner, priority);
  }

  public JobRequest delay(Duration wait) {
    return new JobRequest(kind, args, uniqueKey, null, wait, owner, priority);
  }

  public JobRequest owner(long accountId) {
    return new JobRequest(kind, args, uniqueKey, runAt, delay, accountId, priority);
  }

  public JobRequest priority(int other) {
    return new JobRequest(kind, args, uniqueKey, runAt, delay, owner, other);
  }
}
