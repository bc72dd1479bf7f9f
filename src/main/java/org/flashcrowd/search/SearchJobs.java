package org.flashcrowd.search;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Lane;

/** The kinds of background work that keep the index. */
final class SearchJobs {
  private static final Duration ATTEMPT = Duration.ofSeconds(60);

  /**
   * A post is out or has changed: {@code {status}}. Boosts are not found by their words; a post
   * that is deleted takes its row along.
   */
  static final JobKind INDEX =
      JobKind.named("search.index", Role.FEED)
          .timeout(ATTEMPT)
          .on("status.published")
          .on("status.edited")
          .when(post -> post.getLong("reblog_of") == null)
          .keyedBy("status");

  /** Posts older than the index: {@code {before}}, a run of ids at a time. */
  static final JobKind BACKFILL =
      JobKind.named("search.backfill", Role.FEED).lane(Lane.BACKFILL).timeout(ATTEMPT);

  static final List<JobKind> ALL = List.of(INDEX, BACKFILL);

  private SearchJobs() {}

  static JobRequest backfill(long before) {
    return JobRequest.of(BACKFILL, new JsonObject().put("before", before));
  }
}
