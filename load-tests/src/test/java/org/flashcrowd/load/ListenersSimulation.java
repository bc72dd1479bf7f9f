package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.ws;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * {@code users} people listen to the public stream over WebSockets, and to their own; somebody
 * posts once a second. Each listener must hear of a post.
 */
public final class ListenersSimulation extends Simulation {
  private static final Duration GATHERING = Duration.ofSeconds(2);
  private static final Duration HEARING = Duration.ofSeconds(10);

  public ListenersSimulation() {
    Target target = Target.fromProperties();
    Data data = new Data(target.data());
    ChainBuilder listen =
        exec(ws("listen").connect("/api/v1/streaming?stream=user&access_token=#{token}"))
            .exec(
                ws("subscribe")
                    .sendText("{\"type\":\"subscribe\",\"stream\":\"public\"}")
                    .await(HEARING)
                    .on(ws.checkTextMessage("a post is heard").check(regex("\"update\""))))
            .pause(target.duration())
            .exec(ws("leave").close());
    ChainBuilder post =
        exec(http("post")
                .post("/api/v1/statuses")
                .header("Authorization", "Bearer #{token}")
                .formParam("status", "Do you hear me? #load")
                .check(jsonPath("$.id")))
            .exec(pause(Duration.ofSeconds(1)));
    setUp(
            scenario("listeners")
                .exec(feed(data.people()))
                .exec(listen)
                .injectOpen(rampUsers(target.users()).during(GATHERING)),
            scenario("posters")
                .exec(feed(data.people()))
                .during(target.duration().plus(GATHERING).plus(Duration.ofSeconds(2)))
                .on(post)
                .injectOpen(atOnceUsers(1)))
        .protocols(
            target.protocol().wsBaseUrl(target.base().toString().replaceFirst("^http", "ws")))
        .assertions(target.assertions());
  }
}
