package org.flashcrowd.notifications;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;

/** The kinds of background work that tell people what happened. */
final class NotificationJobs {
  /** Somebody has new followers. Like its neighbours it looks them up: one job tells of many. */
  static final JobKind FOLLOW = kind("notifications.follow").on("follow.created").keyedBy("target");

  static final JobKind FOLLOW_REQUEST =
      kind("notifications.follow-request").on("follow.requested").keyedBy("target");

  static final JobKind FAVOURITE =
      kind("notifications.favourite").on("status.favourited").keyedBy("status");

  static final JobKind REBLOG = kind("notifications.reblog");

  /** A post is out: tell whom it mentions, whom it boosts, and who wants to hear of each. */
  static final JobKind POST = kind("notifications.post").on("status.published");

  static final JobKind SUBSCRIBERS = kind("notifications.subscribers");

  static final List<JobKind> ALL =
      List.of(FOLLOW, FOLLOW_REQUEST, FAVOURITE, REBLOG, POST, SUBSCRIBERS);

  private NotificationJobs() {}

  private static JobKind kind(String name) {
    return JobKind.named(name, Role.NOTIFY).timeout(Duration.ofSeconds(30));
  }

  /** One for each boosted post, however often it is boosted meanwhile. */
  static JobRequest reblog(long original, long author) {
    return JobRequest.of(REBLOG, new JsonObject().put("status", original).put("author", author))
        .uniqueKey(Long.toString(original));
  }

  /** Those of the author's subscribers who come after an account id. */
  static JobRequest subscribers(long status, long author, long after) {
    JsonObject args =
        new JsonObject().put("status", status).put("account", author).put("after", after);
    return JobRequest.of(SUBSCRIBERS, args).owner(author);
  }
}
