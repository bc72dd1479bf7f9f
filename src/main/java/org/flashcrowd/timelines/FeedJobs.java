package org.flashcrowd.timelines;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Lane;

/** The kinds of background work that keep home feeds, and what their arguments are. */
final class FeedJobs {
  private static final Duration ATTEMPT = Duration.ofSeconds(30);

  /**
   * A post is out: write it to feeds, or cut the writing into chunks. Nobody but those it names
   * gets a direct one, and they get it as a notification.
   */
  static final JobKind FAN_OUT =
      interactive("timelines.fan-out")
          .on("status.published")
          .when(post -> !"direct".equals(post.getString("visibility")));

  static final JobKind FAN_OUT_CHUNK = interactive("timelines.fan-out-chunk");

  /** A post is out, or says something else: likewise for those who follow a tag of it. */
  static final JobKind FAN_OUT_TAGS =
      interactive("timelines.fan-out-tags")
          .on("status.published")
          .on("status.edited")
          .when(FeedJobs::isForTagFeeds);

  static final JobKind FAN_OUT_TAGS_CHUNK = interactive("timelines.fan-out-tags-chunk");

  /** Somebody follows a tag: their feed gets its latest posts. */
  static final JobKind BACKFILL_TAG = interactive("timelines.backfill-tag").on("tag.followed");

  /** Somebody follows a tag no more. */
  static final JobKind FORGET_TAG = interactive("timelines.forget-tag").on("tag.unfollowed");

  /** A post is gone: take it out of feeds, or cut that into chunks. */
  static final JobKind WITHDRAW = later("timelines.withdraw").on("status.deleted");

  static final JobKind WITHDRAW_CHUNK = later("timelines.withdraw-chunk");

  /** Somebody follows: their feed gets the latest posts. */
  static final JobKind BACKFILL = interactive("timelines.backfill").on("follow.created");

  /** Somebody follows no more. */
  static final JobKind UNFOLLOW = interactive("timelines.unfollow").on("follow.removed");

  /** Two want nothing of each other. */
  static final JobKind PART = interactive("timelines.part").on("block.created");

  /**
   * Somebody was suspended, or is no longer: followers' feeds lose their posts, or get them back.
   */
  static final JobKind STANDING =
      later("timelines.standing")
          .on("account.suspended")
          .on("account.unsuspended")
          .keyedBy("account");

  static final JobKind STANDING_CHUNK = later("timelines.standing-chunk");

  /**
   * Somebody is back after a long time, or here for the first, or wants others in their home: by
   * then what stood there is sorted out, too.
   */
  static final JobKind REBUILD = later("timelines.rebuild").on("list.changed").keyedBy("account");

  /** A surge is over: what was not written of an author's posts is, and they are pulled no more. */
  static final JobKind RETURN =
      JobKind.named("timelines.return", Role.FEED)
          .lane(Lane.BACKFILL)
          .timeout(Duration.ofMinutes(10));

  static final List<JobKind> ALL =
      List.of(
          FAN_OUT,
          FAN_OUT_CHUNK,
          FAN_OUT_TAGS,
          FAN_OUT_TAGS_CHUNK,
          WITHDRAW,
          WITHDRAW_CHUNK,
          BACKFILL,
          BACKFILL_TAG,
          UNFOLLOW,
          FORGET_TAG,
          PART,
          STANDING,
          STANDING_CHUNK,
          REBUILD,
          RETURN);

  private FeedJobs() {}

  /** The rule of what belongs into feeds says so too; this spares looking for readers. */
  private static boolean isForTagFeeds(JsonObject post) {
    JsonArray tags = post.getJsonArray("tags");
    return "public".equals(post.getString("visibility"))
        && post.getLong("reblog_of") == null
        && post.getLong("in_reply_to") == null
        && (tags == null || !tags.isEmpty());
  }

  private static JobKind interactive(String name) {
    return JobKind.named(name, Role.FEED).lane(Lane.INTERACTIVE).timeout(ATTEMPT);
  }

  private static JobKind later(String name) {
    return JobKind.named(name, Role.FEED).timeout(ATTEMPT);
  }

  /** The job that does to one run of followers what {@code kind} does to a status. */
  static JobRequest chunk(JobKind kind, long status, Followers run) {
    JsonObject args =
        new JsonObject()
            .put("status", status)
            .put("account", run.author())
            .put("after", run.after())
            .put("until", run.until());
    return JobRequest.of(kind, args).owner(run.author());
  }

  /** The job that makes the feeds of one run of followers true to how their author stands. */
  static JobRequest standing(Followers run) {
    JsonObject args =
        new JsonObject()
            .put("account", run.author())
            .put("after", run.after())
            .put("until", run.until());
    return JobRequest.of(STANDING_CHUNK, args).owner(run.author());
  }

  static Followers run(Job job) {
    JsonObject args = job.args();
    return new Followers(args.getLong("account"), args.getLong("after"), args.getLong("until"));
  }

  /** One for each author, however often it is asked for. */
  static JobRequest comeBack(long author) {
    return JobRequest.of(RETURN, new JsonObject().put("account", author))
        .uniqueKey(Long.toString(author))
        .owner(author);
  }

  /** One for each reader, however often it is asked for. */
  static JobRequest rebuild(long reader) {
    return JobRequest.of(REBUILD, new JsonObject().put("account", reader))
        .uniqueKey(Long.toString(reader))
        .owner(reader);
  }
}
