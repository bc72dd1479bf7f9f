package org.flashcrowd.streaming;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.Lane;
import org.flashcrowd.live.Live;
import org.flashcrowd.streaming.StatusEvents.Args;

/**
 * Publishes what happens to posts: a few messages for each, however many listen. As jobs, so that a
 * post is told of when it has been published, which for one that was held is later than it was
 * written.
 */
final class TellStatuses {
  // An event that is late by more than a few attempts is none any more.
  private static final int ATTEMPTS = 3;
  private static final Duration ATTEMPT = Duration.ofSeconds(10);

  static final JobKind PUBLISHED = kind("streaming.published").on("status.published");
  static final JobKind EDITED = kind("streaming.edited").on("status.edited");
  static final JobKind DELETED = kind("streaming.deleted").on("status.deleted");

  // listed: whether it stands in public timelines, as far as that does not depend on the reader.
  static final Query POST =
      Query.named(
          "streaming.post",
          """
          SELECT s.account_id, s.visibility = 'direct' AS direct, s.media_count > 0 AS media,
                 s.visibility = 'public' AND s.reblog_of_id IS NULL
                   AND a.silenced_at IS NULL AS listed,
                 s.in_reply_to_id IS NOT NULL AS reply,
                 ARRAY(SELECT t.name FROM status_tag u JOIN tag t ON t.id = u.tag_id
                        WHERE u.status_id = s.id) AS tags
            FROM visible_statuses($2) s JOIN account a ON a.id = s.account_id
           WHERE s.id = $1 AND s.state = 'published'
          """);

  private final Database database;
  private final Live live;

  TellStatuses(Database database, Live live) {
    this.database = database;
    this.live = live;
  }

  private static JobKind kind(String name) {
    return JobKind.named(name, Role.FEED)
        .lane(Lane.INTERACTIVE)
        .maxAttempts(ATTEMPTS)
        .timeout(ATTEMPT);
  }

  Future<Void> published(Job job) {
    return tell(job, StatusEvents.UPDATE);
  }

  Future<Void> edited(Job job) {
    return tell(job, StatusEvents.EDIT);
  }

  /** What cannot be told after all is let go: nobody would want it told by an operator, later. */
  private Future<Void> tell(Job job, String event) {
    long status = job.args().getLong("status");
    return database
        .primary()
        .list(POST, row -> publish(event, status, row), status, job.args().getLong("account"))
        .<Void>mapEmpty()
        .recover(
            failure ->
                job.attempt() < ATTEMPTS ? Future.failedFuture(failure) : Future.succeededFuture());
  }

  private Args publish(String event, long status, Row row) {
    Args args =
        new Args(
            status, row.getLong("account_id"), row.getBoolean("direct"), row.getBoolean("media"));
    List<String> channels = new ArrayList<>();
    channels.add(StatusEvents.HOME);
    if (row.getBoolean("listed")) {
      channels.addAll(StatusEvents.hashtags(List.of(row.getArrayOfStrings("tags"))));
      if (!row.getBoolean("reply")) {
        channels.add(StatusEvents.PUBLIC);
      }
    }
    publish(channels, event, args);
    return args;
  }

  /** The row may be gone: what is told follows from the job alone. */
  Future<Void> deleted(Job job) {
    JsonObject post = job.args();
    String visibility = post.getString("visibility");
    Args args =
        new Args(
            post.getLong("status"),
            post.getLong("account"),
            "direct".equals(visibility),
            /* media= */ false);
    List<String> channels = new ArrayList<>();
    channels.add(StatusEvents.HOME);
    if ("public".equals(visibility) && post.getLong("reblog_of") == null) {
      channels.add(StatusEvents.PUBLIC);
      List<String> tags =
          post.getJsonArray("tags", new JsonArray()).stream().map(String::valueOf).toList();
      channels.addAll(StatusEvents.hashtags(tags));
    }
    publish(channels, StatusEvents.DELETE, args);
    return Future.succeededFuture();
  }

  private void publish(List<String> channels, String event, Args args) {
    JsonObject json = args.json();
    channels.forEach(channel -> live.publish(channel, event, json));
  }
}
