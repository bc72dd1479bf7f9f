package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * Everybody comes home from the same event and posts photos at once, while others go on reading.
 * Acknowledging must not wait for processing; a post shows in time, and readers notice little.
 */
public final class UploadBurstSimulation extends Simulation {
  private static final int PHOTOS_EACH = 3;

  public UploadBurstSimulation() {
    Target target = Target.fromProperties();
    Data data = new Data(target.data());
    ChainBuilder posts =
        repeat(PHOTOS_EACH).on(Actions.UPLOAD, Actions.POST_PHOTO, Actions.think());
    setUp(
            scenario("photographers")
                .exec(feed(data.people()))
                .exec(posts)
                // The author sees the post at once, held or not.
                .exec(
                    http("read back")
                        .get("/api/v1/statuses/#{posted}")
                        .header("Authorization", "Bearer #{token}")
                        .check(jsonPath("$.id")))
                .injectOpen(atOnceUsers(target.users())),
            scenario("readers")
                .exec(feed(data.people()))
                .exec(Actions.home("home timeline"))
                .exec(Actions.think())
                .injectClosed(
                    constantConcurrentUsers(Math.max(1, target.users() / 4))
                        .during(target.duration())))
        .protocols(target.protocol())
        .maxDuration(target.duration().plus(Duration.ofMinutes(2)))
        // Uploads of a burst wait for each other's disk; it is readers who must not.
        .assertions(
            global().failedRequests().percent().lt(0.1),
            details("home timeline").responseTime().percentile4().lt(target.p99()));
  }
}
