package org.flashcrowd.load;

import static io.gatling.javaapi.core.CoreDsl.css;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.form;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.ByteArrayBodyPart;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;

/** What people do, as chains that simulations are made of. */
final class Actions {
  private static final byte[] PHOTO = Photo.jpeg(1600, 1200, 7);
  private static final String BEARER = "Bearer #{token}";
  private static final Duration GLANCE = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofMillis(800);

  private Actions() {}

  static final ChainBuilder REGISTER_APP =
      exec(
          http("register app")
              .post("/api/v1/apps")
              .formParam("client_name", "Flashcrowd load test")
              .formParam("redirect_uris", "urn:ietf:wg:oauth:2.0:oob")
              .formParam("scopes", "read write follow")
              .check(jsonPath("$.client_id").saveAs("client"))
              .check(jsonPath("$.client_secret").saveAs("secret")));

  /**
   * As a phone does it: the server's own pages in a browser, then the code for a token. Wants
   * {@code client}, {@code secret}, {@code email} and {@code password}; gives {@code token}.
   */
  static final ChainBuilder SIGN_IN =
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
                  .formParam("email", "#{email}")
                  .formParam("password", "#{password}")
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

  /** Somebody who is not signed in. */
  static ChainBuilder browseAnonymously(Data data) {
    return feed(data.posts())
        .exec(http("public timeline").get("/api/v1/timelines/public?limit=20"))
        .pause(LOOK)
        .exec(
            http("post")
                .get("/api/v1/statuses/#{status}")
                .check(jsonPath("$.account.id").saveAs("author"))
                .check(jsonPath("$.media_attachments[0].preview_url").optional().saveAs("picture")))
        .exec(picture())
        .pause(GLANCE)
        .exec(http("comments").get("/api/v1/statuses/#{status}/context"))
        .pause(LOOK)
        .exec(http("profile").get("/api/v1/accounts/#{author}"))
        .exec(http("posts of a profile").get("/api/v1/accounts/#{author}/statuses?limit=20"))
        .pause(LOOK);
  }

  /** Somebody who is signed in; wants {@code token}. */
  static ChainBuilder browseSignedIn(Data data) {
    return feed(data.posts())
        .exec(home("home timeline"))
        .exec(http("notifications").get("/api/v1/notifications").header("Authorization", BEARER))
        .pause(LOOK)
        .exec(
            http("post, signed in")
                .get("/api/v1/statuses/#{status}")
                .header("Authorization", BEARER)
                .check(jsonPath("$.account.id").saveAs("author"))
                .check(jsonPath("$.media_attachments[0].preview_url").optional().saveAs("picture")))
        .exec(picture())
        .pause(GLANCE)
        .exec(
            http("relationship")
                .get("/api/v1/accounts/relationships?id%5B%5D=#{author}")
                .header("Authorization", BEARER))
        .pause(LOOK);
  }

  static ChainBuilder home(String name) {
    return exec(http(name).get("/api/v1/timelines/home?limit=20").header("Authorization", BEARER));
  }

  /** Favours the post at hand, which is fine any number of times. */
  static final ChainBuilder FAVOURITE =
      exec(
          http("favourite")
              .post("/api/v1/statuses/#{status}/favourite")
              .header("Authorization", BEARER));

  /** Uploads a photo, which is acknowledged before it is processed; gives {@code media}. */
  static final ChainBuilder UPLOAD =
      exec(
          http("upload")
              .post("/api/v2/media")
              .header("Authorization", BEARER)
              .bodyPart(
                  ByteArrayBodyPart("file", PHOTO).fileName("photo.jpg").contentType("image/jpeg"))
              .formParam("description", "Hills under a wide sky")
              .check(status().in(200, 202))
              .check(jsonPath("$.id").saveAs("media")));

  /** Posts the uploaded photo; gives {@code posted}. */
  static final ChainBuilder POST_PHOTO =
      exec(
          http("post a photo")
              .post("/api/v1/statuses")
              .header("Authorization", BEARER)
              .header("Idempotency-Key", "#{media}")
              .formParam("status", "Out for a walk #load")
              .formParam("media_ids[]", "#{media}")
              .check(jsonPath("$.id").saveAs("posted")));

  /** The picture of the post at hand, where it has one. */
  private static ChainBuilder picture() {
    return doIf(session -> session.contains("picture"))
        .then(exec(http("picture").get("#{picture}")).exec(session -> session.remove("picture")));
  }

  /** A pause that spreads people out. */
  static ChainBuilder think() {
    return pause(GLANCE, LOOK);
  }
}
