package org.flashcrowd.tags;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.Lane;

/**
 * Counts how tags are used: {@code tag_day} by day, the counts of featured tags by account. Looks
 * at what the post is now and at what was counted of it, so that it may run twice, late or in any
 * order.
 */
final class TagUses {
  /** Caused by whatever changes which tags a post uses, or whether everybody sees it. */
  static final JobKind COUNT =
      JobKind.named("tags.count", Role.FEED)
          .lane(Lane.LATER)
          .timeout(Duration.ofSeconds(30))
          .on("status.published")
          .on("status.edited")
          .on("status.deleted")
          .when(TagUses::mayCount)
          .keyedBy("status");

  private final Database database;
  private final TagUseRepository repository;

  TagUses(Database database, TagUseRepository repository) {
    this.database = database;
    this.repository = repository;
  }

  /**
   * A boost is never counted, and what has no tags only where it is edited: it may have had some.
   */
  private static boolean mayCount(JsonObject post) {
    JsonArray tags = post.getJsonArray("tags");
    return post.getLong("reblog_of") == null && (tags == null || !tags.isEmpty());
  }

  /** A job of {@code {status, account}}. */
  Future<Void> count(Job job) {
    return database.transaction(
        tx ->
            repository
                .lock(tx, job.args().getLong("account"))
                .compose(locked -> repository.count(tx, job.args().getLong("status"))));
  }
}
