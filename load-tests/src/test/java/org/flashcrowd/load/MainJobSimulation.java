package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.UUID;

/**
 * The main job: somebody joins through an app, signs in with a password on the server's own pages,
 * browses, uploads a photo, posts it and favourites another.
 */
public final class MainJobSimulation extends Simulation {
  private static final String PASSWORD = "correct horse battery";

  private final Target target = Target.fromProperties();

  private final ChainBuilder join =
      exec(session ->
              named(
                  session,
                  "load_" + Long.toUnsignedString(UUID.randomUUID().getMostSignificantBits(), 36)))
          .exec(Actions.REGISTER_APP)
          .exec(
              http("app token")
                  .post("/oauth/token")
                  .formParam("grant_type", "client_credentials")
                  .formParam("client_id", "#{client}")
                  .formParam("client_secret", "#{secret}")
                  .formParam("scope", "read write follow")
                  .check(jsonPath("$.access_token").saveAs("appToken")))
          .exec(
              http("sign up")
                  .post("/api/v1/accounts")
                  .header("Authorization", "Bearer #{appToken}")
                  .formParam("username", "#{name}")
                  .formParam("email", "#{email}")
                  .formParam("password", "#{password}")
                  .formParam("agreement", "true")
                  .formParam("locale", "en")
                  .check(status().is(200)));

  private final ChainBuilder browse =
      exec(http("public timeline")
              .get("/api/v1/timelines/public?limit=20")
              .check(jsonPath("$[0].id").optional().saveAs("seen")))
          .pause(Duration.ofMillis(200))
          .exec(Actions.home("home timeline"))
          .exec(
              http("notifications")
                  .get("/api/v1/notifications")
                  .header("Authorization", "Bearer #{token}"));

  private final ChainBuilder post =
      exec(Actions.UPLOAD)
          .exec(Actions.POST_PHOTO)
          .doIf(session -> session.contains("seen"))
          .then(
              http("favourite")
                  .post("/api/v1/statuses/#{seen}/favourite")
                  .header("Authorization", "Bearer #{token}"))
          .exec(
              http("read back")
                  .get("/api/v1/statuses/#{posted}")
                  .header("Authorization", "Bearer #{token}"));

  private static Session named(Session session, String name) {
    return session.set("name", name).set("email", name + "@load.example").set("password", PASSWORD);
  }

  public MainJobSimulation() {
    setUp(
            scenario("main job")
                .exec(join)
                .exec(Actions.SIGN_IN)
                .exec(browse)
                .exec(post)
                .exec(browse)
                .injectClosed(constantConcurrentUsers(target.users()).during(target.duration())))
        .protocols(target.protocol())
        .assertions(target.assertions());
  }
}
