package org.flashcrowd.media;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.db.Query;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobHandler;
import org.flashcrowd.jobs.JobRequest;

/**
 * Withholds every picture of a suspended account, or gives them back: whichever the account's row
 * says by now. Whoever knew a picture's address finds nothing there meanwhile.
 */
final class MediaStanding implements JobHandler {
  private static final int AT_ONCE = 100;
  private static final Duration PROCESSED = Duration.ofMinutes(1);

  private static final Query PAGE =
      Query.named(
          "media.standing",
          """
          SELECT m.id, m.key, m.state = 'processing' AS processing,
                 a.suspended_at IS NOT NULL AS suspended
            FROM account a JOIN media m ON m.account_id = a.id
           WHERE a.id = $1 AND m.account_id = $1 AND m.id > $2
           ORDER BY m.id
           LIMIT $3
          """);

  private record Kept(long id, String key, boolean processing, boolean suspended) {}

  private final MediaParts parts;

  MediaStanding(MediaParts parts) {
    this.parts = parts;
  }

  @Override
  public Future<Void> handle(Job job) {
    return walk(job.args().getLong("account"), 0, false);
  }

  private Future<Void> walk(long account, long after, boolean processing) {
    return parts
        .database()
        .primary()
        .list(
            PAGE,
            row ->
                new Kept(
                    row.getLong("id"),
                    row.getString("key"),
                    row.getBoolean("processing"),
                    row.getBoolean("suspended")),
            account,
            after,
            AT_ONCE)
        .compose(page -> settle(page).map(page))
        .compose(
            page -> {
              boolean more =
                  processing || page.stream().anyMatch(one -> one.processing() && one.suspended());
              return page.size() < AT_ONCE
                  ? again(account, more)
                  : walk(account, page.getLast().id(), more);
            });
  }

  private Future<?> settle(List<Kept> page) {
    return Future.join(
        page.stream()
            .map(
                one ->
                    one.suspended()
                        ? parts.store().withhold(one.key())
                        : parts.store().release(one.key()))
            .toList());
  }

  /** What was being processed gets its pictures later, and is withheld then. */
  private Future<Void> again(long account, boolean processing) {
    JsonObject args = new JsonObject().put("account", account);
    return processing
        ? parts
            .jobs()
            .enqueue(
                parts.database().primary(),
                JobRequest.of(MediaJobs.STANDING, args)
                    .uniqueKey(Long.toString(account))
                    .delay(PROCESSED))
        : Future.succeededFuture();
  }
}
