package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * A link to one photo is everywhere: from nobody to {@code rate} new people a second within five
 * seconds, none of them signed in, all after the same post and its picture.
 */
public final class FlashCrowdSimulation extends Simulation {
  private static final Duration RISE = Duration.ofSeconds(5);

  public FlashCrowdSimulation() {
    Target target = Target.fromProperties();
    String status = new Data(target.data()).favourite();
    ChainBuilder visit =
        exec(http("the post")
                .get("/api/v1/statuses/" + status)
                .check(jsonPath("$.media_attachments[0].url").optional().saveAs("picture")))
            .doIf(session -> session.contains("picture"))
            .then(http("its picture").get("#{picture}"))
            .exec(http("its comments").get("/api/v1/statuses/" + status + "/context"));
    setUp(
            scenario("the crowd")
                .exec(visit)
                .injectOpen(
                    rampUsersPerSec(1).to(Math.max(1, target.rate())).during(RISE),
                    constantUsersPerSec(Math.max(1, target.rate())).during(target.duration())))
        .protocols(target.protocol().shareConnections())
        .assertions(target.assertions());
  }
}
