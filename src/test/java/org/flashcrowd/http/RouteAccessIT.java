package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flashcrowd.http.Access.Limit;
import org.flashcrowd.http.Access.Need;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Made from the route table: what every route declares, scope and rate limit, is what it does. A
 * route that is added is tested here without another line.
 */
@Proves(Promise.SCOPES)
class RouteAccessIT {
  private static final String MEMBER = "prober";
  // Each is another number, so that an answer's header tells which limit it was counted by.
  private static final Map<Limit, Integer> RATES =
      Map.of(
          Limit.GENERAL,
          100_001,
          Limit.MEDIA,
          100_002,
          Limit.SIGN_UP,
          100_003,
          Limit.APP_REGISTRATION,
          100_004,
          Limit.SIGN_IN,
          100_005,
          Limit.REPORT,
          100_007,
          Limit.LETTER,
          100_008,
          Limit.EVENTS,
          100_009);
  private static final int ADDRESS_RATE = 100_006;

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private static TestServer server;
  private static List<Route> routes;
  private static String every;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>();
    settings.put("FLASHCROWD_LIMITS_ENABLED", "true");
    settings.put("FLASHCROWD_LIMITS_ADDRESS_REQUESTS", ADDRESS_RATE + "/1h");
    settings.put("FLASHCROWD_LIMITS_ACCOUNT_REQUESTS", RATES.get(Limit.GENERAL) + "/1h");
    settings.put("FLASHCROWD_LIMITS_MEDIA", RATES.get(Limit.MEDIA) + "/1h");
    settings.put("FLASHCROWD_LIMITS_SIGN_UP", RATES.get(Limit.SIGN_UP) + "/1h");
    settings.put("FLASHCROWD_LIMITS_APP_REGISTRATION", RATES.get(Limit.APP_REGISTRATION) + "/1h");
    settings.put("FLASHCROWD_LIMITS_SIGN_IN", RATES.get(Limit.SIGN_IN) + "/1h");
    settings.put("FLASHCROWD_LIMITS_LETTERS", RATES.get(Limit.LETTER) + "/1h");
    settings.put("FLASHCROWD_LIMITS_REPORTS", RATES.get(Limit.REPORT) + "/1h");
    settings.put("FLASHCROWD_LIMITS_EVENTS", RATES.get(Limit.EVENTS) + "/1h");
    server = TestServer.start(settings);
    server.signUp(MEMBER);
    TestTokens.promote(server, MEMBER, "admin");
    every = TestTokens.issue(server, MEMBER, Scopes.KNOWN);
    routes = server.server().routes().all();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> withoutToken_whatNeedsOne_is401() {
    return each(
        route -> needsToken(route.access()),
        route -> assertThat(call(route, null).statusCode()).isEqualTo(401));
  }

  @TestFactory
  Stream<DynamicTest> withoutToken_whatNeedsNone_isNot403() {
    return each(
        route -> !needsToken(route.access()),
        route -> assertThat(call(route, null).statusCode()).isNotEqualTo(403).isLessThan(500));
  }

  @TestFactory
  Stream<DynamicTest> deadToken_isRefusedWhereTokensCount() {
    return each(
        route -> route.access().need() != Need.NONE,
        route -> assertThat(call(route, "dead").statusCode()).isEqualTo(401));
  }

  @TestFactory
  Stream<DynamicTest> tokenWithEveryOtherScope_is403() {
    return each(
        route -> !route.access().scopes().isEmpty(),
        route -> {
          String token = TestTokens.issue(server, MEMBER, allBut(route.access()));

          assertThat(call(route, token).statusCode()).isEqualTo(403);
        });
  }

  @TestFactory
  Stream<DynamicTest> tokenWithOneOfTheScopes_isLetIn() {
    return each(
        // Documented to answer 403 to everybody whose address is confirmed; ConfirmationIT has it.
        route ->
            !route.access().scopes().isEmpty()
                && !route.path().equals("/api/v1/emails/confirmations"),
        route -> {
          for (String scope : route.access().scopes()) {
            // Another account each time: some routes end what they are called with.
            String name = "member" + counter++;
            server.signUp(name);
            TestTokens.promote(server, name, "admin");
            String token = TestTokens.issue(server, name, List.of(scope));

            assertThat(call(route, token).statusCode()).as(scope).isNotIn(401, 403).isLessThan(500);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> administration_withItsScopeButNotTheRole_is403() {
    String name = "member" + counter++;
    server.signUp(name);
    String token = TestTokens.issue(server, name, Scopes.KNOWN);
    return each(
        route -> route.access().staffOnly(),
        route -> assertThat(call(route, token).statusCode()).isEqualTo(403));
  }

  @TestFactory
  Stream<DynamicTest> calls_areCountedAsTheRouteSays() {
    return each(
        route -> true,
        route -> {
          boolean signedIn = route.access().need() == Need.ACCOUNT;
          var answer = call(route, signedIn ? every : null);
          String limit = answer.headers().firstValue("X-RateLimit-Limit").orElse("none");

          assertThat(limit).isEqualTo(expectedLimit(route.access(), signedIn));
        });
  }

  private static int counter;

  private static String expectedLimit(Access access, boolean signedIn) {
    if (access.limit() == Limit.NONE) {
      return "none";
    }
    return access.limit() == Limit.GENERAL && !signedIn
        ? Integer.toString(ADDRESS_RATE)
        : String.valueOf(RATES.get(access.limit()));
  }

  private static boolean needsToken(Access access) {
    return access.need() == Need.ACCOUNT || access.need() == Need.APPLICATION;
  }

  /** The narrow scopes that do not open the route; broad ones would. */
  private static Set<String> allBut(Access access) {
    Set<String> others = new TreeSet<>();
    for (String scope : Scopes.KNOWN) {
      if (access.scopes().stream().noneMatch(wanted -> Scopes.cover(Set.of(scope), wanted))) {
        others.add(scope);
      }
    }
    return others;
  }

  private static Stream<DynamicTest> each(
      java.util.function.Predicate<Route> which, Consumer<Route> check) {
    return routes.stream()
        .filter(which)
        .map(route -> dynamicTest(route.toString(), () -> check.accept(route)));
  }

  /** Reads the head of the answer alone: some routes stream for as long as one listens. */
  private static HttpResponse<InputStream> call(Route route, @Nullable String token) {
    String path = route.path().replaceAll(":\\w+", "1").replace("*", "1");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri().resolve(path))
            .timeout(Duration.ofSeconds(30))
            .method(route.method().name(), BodyPublishers.noBody());
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<InputStream> answer =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      answer.body().close();
      return answer;
    } catch (IOException broken) {
      throw new AssertionError("no answer from " + route, broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
