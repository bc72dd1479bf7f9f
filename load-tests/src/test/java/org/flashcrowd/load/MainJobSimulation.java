package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.css;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.form;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.ByteArrayBodyPart;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.UUID;

/**
 * The main job: somebody joins through an app, signs in with a password on the server's own pages,
 * browses, uploads a photo, posts it and favourites another.
 */
public final class MainJobSimulation extends Simulation {
  private static final String PASSWORD = "correct horse battery";
  private static final byte[] PHOTO = Photo.jpeg(1600, 1200, 7);

  private final Target target = Target.fromProperties();

  private final HttpProtocolBuilder protocol =
      http.baseUrl(target.base().toString()).acceptHeader("application/json");

  private final ChainBuilder join =
      exec(session ->
              session.set(
                  "name",
                  "load_" + Long.toUnsignedString(UUID.randomUUID().getMostSignificantBits(), 36)))
          .exec(
              http("register app")
                  .post("/api/v1/apps")
                  .formParam("client_name", "Flashcrowd load test")
                  .formParam("redirect_uris", "urn:ietf:wg:oauth:2.0:oob")
                  .formParam("scopes", "read write follow")
                  .check(jsonPath("$.client_id").saveAs("client"))
                  .check(jsonPath("$.client_secret").saveAs("secret")))
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
                  .formParam("email", "#{name}@load.example")
                  .formParam("password", PASSWORD)
                  .formParam("agreement", "true")
                  .formParam("locale", "en")
                  .check(status().is(200)));

  /** As a phone does it: the server's own pages in a browser, then the code for a token. */
  private final ChainBuilder signIn =
      exec(http("sign-in page")
              .get("/oauth/authorize")
              .header("Accept", "text/html")
              .queryParam("response_type", "code")
              .queryParam("client_id", "#{client}")
              .queryParam("redirect_uri", "urn:ietf:wg:oauth:2.0:oob")
              .queryParam("scope", "read write follow")
              .check(css("input[name=csrf]", "value").saveAs("csrf"))
              .check(css("input[name=return_to]", "value").saveAs("returnTo")))
          .exec(
              http("sign in")
                  .post("/auth/sign_in")
                  .header("Accept", "text/html")
                  .formParam("csrf", "#{csrf}")
                  .formParam("return_to", "#{returnTo}")
                  .formParam("email", "#{name}@load.example")
                  .formParam("password", PASSWORD)
                  .check(form("form.answers").saveAs("consent")))
          .exec(
              http("consent")
                  .post("/oauth/authorize")
                  .header("Accept", "text/html")
                  .form("#{consent}")
                  .formParam("decision", "allow")
                  .check(css("#code").saveAs("code")))
          .exec(
              http("token")
                  .post("/oauth/token")
                  .formParam("grant_type", "authorization_code")
                  .formParam("client_id", "#{client}")
                  .formParam("client_secret", "#{secret}")
                  .formParam("redirect_uri", "urn:ietf:wg:oauth:2.0:oob")
                  .formParam("code", "#{code}")
                  .check(jsonPath("$.access_token").saveAs("token")));

  private final ChainBuilder browse =
      exec(http("public timeline")
              .get("/api/v1/timelines/public?limit=20")
              .check(jsonPath("$[0].id").optional().saveAs("seen")))
          .pause(Duration.ofMillis(200))
          .exec(
              http("home timeline")
                  .get("/api/v1/timelines/home?limit=20")
                  .header("Authorization", "Bearer #{token}"))
          .exec(
              http("notifications")
                  .get("/api/v1/notifications")
                  .header("Authorization", "Bearer #{token}"));

  private final ChainBuilder post =
      exec(http("upload")
              .post("/api/v2/media")
              .header("Authorization", "Bearer #{token}")
              .bodyPart(
                  ByteArrayBodyPart("file", PHOTO).fileName("photo.jpg").contentType("image/jpeg"))
              .formParam("description", "Hills under a wide sky")
              .check(status().in(200, 202))
              .check(jsonPath("$.id").saveAs("media")))
          .exec(
              http("post")
                  .post("/api/v1/statuses")
                  .header("Authorization", "Bearer #{token}")
                  .header("Idempotency-Key", "#{media}")
                  .formParam("status", "Out for a walk #load")
                  .formParam("media_ids[]", "#{media}")
                  .check(jsonPath("$.id").saveAs("status")))
          .doIf(session -> session.contains("seen"))
          .then(
              http("favourite")
                  .post("/api/v1/statuses/#{seen}/favourite")
                  .header("Authorization", "Bearer #{token}"))
          .exec(
              http("read back")
                  .get("/api/v1/statuses/#{status}")
                  .header("Authorization", "Bearer #{token}"));

  public MainJobSimulation() {
    setUp(
            scenario("main job")
                .exec(join)
                .exec(signIn)
                .exec(browse)
                .exec(post)
                .exec(browse)
                .injectClosed(constantConcurrentUsers(target.users()).during(target.duration())))
        .protocols(protocol)
        .assertions(global().failedRequests().percent().lt(0.1));
  }
}
