package org.flashcrowd.push;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;

/** The kinds of background work that push. */
final class PushJobs {
  /** Failures after which a push is given up: by then two to three hours have passed. */
  static final int ATTEMPTS = 16;

  /** Notifications were written: find out who wants them pushed. */
  static final JobKind SPREAD =
      JobKind.named("push.spread", Role.NOTIFY)
          .on("notifications.created")
          .timeout(Duration.ofSeconds(30));

  /** One notification to one subscription. */
  static final JobKind DELIVER =
      JobKind.named("push.deliver", Role.NOTIFY)
          .maxAttempts(ATTEMPTS)
          .timeout(Duration.ofMinutes(5));

  static final List<JobKind> ALL = List.of(SPREAD, DELIVER);

  private PushJobs() {}

  static JobRequest deliver(SubscriptionRepository.Wanted push) {
    return JobRequest.of(
            DELIVER,
            new JsonObject()
                .put("subscription", push.subscription())
                .put("notification", push.notification()))
        .uniqueKey(push.subscription() + "-" + push.notification())
        .owner(push.account());
  }
}
