package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.flashcrowd.resilience.Priority;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Made from the route table: what every route counts as when there is not room for all. */
class RouteTrafficIT {
  private static TestServer server;
  private static List<Route> routes;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    routes = server.server().routes().all();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Set<String> paths(Traffic traffic) {
    return routes.stream()
        .filter(route -> route.traffic() == traffic)
        .map(Route::path)
        .collect(Collectors.toSet());
  }

  @Test
  void routes_thatChangeForSomebodySignedIn_areWritesOrUploads() {
    assertThat(routes)
        .filteredOn(route -> !route.method().equals(HttpMethod.GET))
        .filteredOn(route -> route.access().need() == Access.Need.ACCOUNT)
        .allSatisfy(
            route ->
                assertThat(route.traffic())
                    .as(route.toString())
                    .isEqualTo(
                        route.uploads()
                            ? Traffic.UPLOAD
                            : route.path().equals("/api/v1/events")
                                ? Traffic.EVENTS
                                : Traffic.WRITE));
    assertThat(paths(Traffic.EVENTS)).containsExactly("/api/v1/events");
  }

  @Test
  void routes_thatStayOpenOrTellOfHealth_areTheseAlone() {
    assertThat(paths(Traffic.STREAM)).allMatch(path -> path.startsWith("/api/v1/streaming"));
    assertThat(paths(Traffic.STREAM)).contains("/api/v1/streaming", "/api/v1/streaming/user");
    assertThat(paths(Traffic.CONTROL))
        .containsExactlyInAnyOrder("/health", "/api/v1/streaming/health");
  }

  @Test
  void routes_ofFiles_areNotCountedAsReads() {
    assertThat(paths(Traffic.FILES)).contains("/assets/:name").anyMatch(p -> p.contains("media"));
  }

  @Test
  void routes_withAPriority_comeLastWithoutAToken() {
    assertThat(routes)
        .allSatisfy(
            route -> {
              Priority stranger = route.traffic().priority(false);
              Priority member = route.traffic().priority(true);
              if (stranger == null || member == null) {
                assertThat(stranger).as(route.toString()).isEqualTo(member);
              } else {
                assertThat(member).as(route.toString()).isLessThanOrEqualTo(stranger);
              }
            });
    assertThat(route("/api/v1/timelines/home").traffic().priority(true)).isEqualTo(Priority.OWN);
    assertThat(route("/api/v1/timelines/public").traffic().priority(true))
        .isEqualTo(Priority.DISCOVERY);
    assertThat(route("/api/v1/timelines/public").traffic().priority(false))
        .isEqualTo(Priority.ANONYMOUS);
    assertThat(route("/oauth/token").traffic().priority(false)).isEqualTo(Priority.ENTRY);
  }

  private static Route route(String path) {
    return routes.stream().filter(route -> route.path().equals(path)).findFirst().orElseThrow();
  }
}
