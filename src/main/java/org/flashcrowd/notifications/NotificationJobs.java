package org.flashcrowd.notifications;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Lane;

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

  /** A post says something else: tell whoever boosted it. */
  static final JobKind EDIT = kind("notifications.edit").on("status.edited");

  static final JobKind BOOSTERS = kind("notifications.boosters");

  /** Somebody is new. The event has no such argument, so that all that wait are one job. */
  static final JobKind SIGN_UPS =
      kind("notifications.sign-ups").on("account.created").keyedBy("of-anybody");

  static final JobKind SIGN_UPS_FOR = kind("notifications.sign-ups-for");

  static final JobKind REPORT = kind("notifications.report").on("report.created");

  /** A moderator has a word for somebody, or did something to their account. */
  static final JobKind WARNING = kind("notifications.warning").on("account.warned");

  /** There is one, always: it enqueues the next. */
  static final JobKind PRUNE =
      kind("notifications.prune").lane(Lane.BACKFILL).timeout(Duration.ofMinutes(5));

  static final List<JobKind> ALL =
      List.of(
          FOLLOW,
          FOLLOW_REQUEST,
          FAVOURITE,
          REBLOG,
          POST,
          SUBSCRIBERS,
          EDIT,
          BOOSTERS,
          SIGN_UPS,
          SIGN_UPS_FOR,
          REPORT,
          WARNING,
          PRUNE);

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

  /** Those who boosted a post that come after an account id. */
  static JobRequest boosters(long status, long after) {
    return JobRequest.of(BOOSTERS, new JsonObject().put("status", status).put("after", after));
  }

  /** One for each member of staff, however many sign up meanwhile. */
  static JobRequest signUpsFor(long staff) {
    return JobRequest.of(SIGN_UPS_FOR, new JsonObject().put("staff", staff))
        .uniqueKey(Long.toString(staff));
  }
}
