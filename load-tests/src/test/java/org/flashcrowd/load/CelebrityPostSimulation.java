package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.Map;

/**
 * Somebody whom 100,000 people follow posts every five seconds, while many of those look at their
 * home timelines. {@code flashcrowd seed --accounts 150000} makes somebody like that; whom most
 * people follow comes first in accounts.csv.
 */
public final class CelebrityPostSimulation extends Simulation {
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  public CelebrityPostSimulation() {
    Target target = Target.fromProperties();
    Data data = new Data(target.data());
    Map<String, Object> celebrity = data.celebrity();
    ChainBuilder posting =
        exec(http("celebrity's post")
                .post("/api/v1/statuses")
                .header("Authorization", "Bearer " + celebrity.get("celebrityToken"))
                .formParam("status", "Good evening to all of you #load")
                .check(jsonPath("$.id").saveAs("posted")))
            .pause(BETWEEN)
            .exec(http("read back").get("/api/v1/statuses/#{posted}"));
    setUp(
            scenario("the celebrity")
                .during(target.duration())
                .on(posting)
                .injectOpen(atOnceUsers(1)),
            scenario("followers")
                .exec(feed(data.people()))
                .exec(Actions.home("home timeline"))
                .exec(Actions.think())
                .injectClosed(constantConcurrentUsers(target.users()).during(target.duration())))
        .protocols(target.protocol())
        .assertions(
            global().failedRequests().percent().lt(0.1),
            details("home timeline").responseTime().percentile4().lt(target.p99()));
  }
}
