package org.flashcrowd;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import org.flashcrowd.cache.Caches;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.db.Channels;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.live.Live;
import org.flashcrowd.mail.Mail;
import org.flashcrowd.resilience.Breakers;
import org.flashcrowd.resilience.RateLimiters;
import org.flashcrowd.resilience.Surge;
import org.flashcrowd.statuses.StatusCapability;

/** The platform of one node: what every capability is built on. */
record Foundation(
    Vertx vertx,
    Config config,
    ServiceUris services,
    Database database,
    Channels channels,
    Ids ids,
    Jobs jobs,
    Mail mail,
    Live live,
    Caches caches,
    RateLimiters limiters,
    Breakers breakers,
    Surge surge,
    MeterRegistry meters) {
  StatusCapability.Ground forPosts() {
    return new StatusCapability.Ground(config, database, ids, jobs, caches);
  }
}
