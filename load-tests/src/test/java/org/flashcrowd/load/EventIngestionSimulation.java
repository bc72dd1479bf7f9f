package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.repeat;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Apps tell what their people look at: {@code rate} people a second send three batches of fifty
 * events each, most of them about the posts that most people look at. An answer means that the
 * events are stored, and says how many.
 */
public final class EventIngestionSimulation extends Simulation {
  private static final int EVENTS = 50;
  private static final int BATCHES = 3;
  private static final Duration BETWEEN = Duration.ofMillis(500);
  private static final List<String> TYPES = List.of("view", "view", "view", "open", "share");

  public EventIngestionSimulation() {
    Target target = Target.fromProperties();
    Data data = new Data(target.data());
    ChainBuilder batch =
        feed(bodies(data.posts()))
            .exec(
                http("events")
                    .post("/api/v1/events")
                    .header("Authorization", "Bearer #{token}")
                    .header("Content-Type", "application/json")
                    .body(StringBody("#{body}"))
                    .check(status().is(202))
                    .check(jsonPath("$.accepted").is(Integer.toString(EVENTS))));
    setUp(
            scenario("apps that tell")
                .exec(feed(data.people()))
                .exec(repeat(BATCHES).on(batch.pause(BETWEEN)))
                .injectOpen(constantUsersPerSec(target.rate()).during(target.duration())))
        .protocols(target.protocol())
        .assertions(target.assertions());
  }

  /** A batch of events about posts as people come across them, under {@code body}. */
  private static Iterator<Map<String, Object>> bodies(Iterator<Map<String, Object>> posts) {
    return Stream.generate(() -> Map.<String, Object>of("body", body(posts))).iterator();
  }

  private static String body(Iterator<Map<String, Object>> posts) {
    List<String> events =
        IntStream.range(0, EVENTS)
            .mapToObj(
                i ->
                    "{\"type\":\"%s\",\"status_id\":\"%s\",\"duration_ms\":%d}"
                        .formatted(
                            TYPES.get(i % TYPES.size()), posts.next().get("status"), 100 * i))
            .toList();
    return "{\"events\":[" + String.join(",", events) + "]}";
  }
}
