package org.flashcrowd.media;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.config.Config;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Lane;

/** The work that photos make: to be processed, and to have their files removed. */
final class MediaJobs {
  /**
   * Its attempts reach over an hour, for a disk that is full or away. The last one does not touch
   * the picture, but says that it failed.
   */
  static final JobKind PROCESS =
      JobKind.named("media.process", Config.Role.MEDIA)
          .lane(Lane.INTERACTIVE)
          .timeout(Duration.ofMinutes(2))
          .maxAttempts(14);

  static final JobKind REMOVE =
      JobKind.named("media.remove", Config.Role.MEDIA).lane(Lane.BACKFILL).maxAttempts(100);

  static final JobKind SWEEP =
      JobKind.named("media.sweep", Config.Role.SCHEDULE).lane(Lane.BACKFILL).maxAttempts(1_000);

  /** Somebody was suspended, or is no longer: their pictures are withheld, or shown again. */
  static final JobKind STANDING =
      JobKind.named("media.standing", Config.Role.MEDIA)
          .timeout(Duration.ofMinutes(30))
          .maxAttempts(100)
          .on("account.suspended")
          .on("account.unsuspended")
          .keyedBy("account");

  private MediaJobs() {}

  static JobRequest process(long media, long account) {
    return JobRequest.of(PROCESS, new JsonObject().put("media", media)).owner(account);
  }

  static long media(Job process) {
    return process.args().getLong("media");
  }

  static JobRequest remove(List<String> keys) {
    return JobRequest.of(REMOVE, new JsonObject().put("keys", new JsonArray(keys)));
  }

  static List<String> keys(Job remove) {
    return remove.args().getJsonArray("keys").stream().map(String.class::cast).toList();
  }
}
