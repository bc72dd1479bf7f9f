package org.flashcrowd.visibility;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.ApiClient.Answer;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;

/**
 * A photo of each visibility wherever one can be: tagged, answered, in an album, reported, in
 * notifications, conversations and lists; and people who stand to its author in every way.
 */
final class PostScene implements AutoCloseable {
  private static final String STATUSES = "/api/v1/statuses";

  private final TestServer server =
      TestServer.start(Map.of("FLASHCROWD_RECOMMENDATIONS_INTERVAL", "1s"));
  private final Map<Viewer, ApiClient> clients = new EnumMap<>(Viewer.class);
  private final Map<Viewer, String> accounts = new EnumMap<>(Viewer.class);
  private final Map<Viewer, String> lists = new EnumMap<>(Viewer.class);
  private final Map<Visibility, String> posts = new EnumMap<>(Visibility.class);
  private final Map<Visibility, String> photos = new EnumMap<>(Visibility.class);
  private final Map<Visibility, String> scheduled = new EnumMap<>(Visibility.class);
  private final Map<Visibility, String> answers = new EnumMap<>(Visibility.class);
  // By viewer and the id of a post.
  private final Map<String, String> notifications = new HashMap<>();
  private final Map<Viewer, String> conversations = new EnumMap<>(Viewer.class);
  private String request = "1";
  private final String root;
  private final String album;

  PostScene() {
    for (Viewer viewer : Viewer.values()) {
      if (viewer == Viewer.ANYBODY) {
        clients.put(viewer, server.client());
        continue;
      }
      ApiClient client = server.client().as(server.signUp(viewer.username()));
      clients.put(viewer, client);
      accounts.put(
          viewer, ok(client.get("/api/v1/accounts/verify_credentials")).path("id").asText());
    }
    ok(
        as(Viewer.SHY)
            .form("PATCH", "/api/v2/notifications/policy", Map.of("for_not_following", "filter")));
    follow(Viewer.FOLLOWER);
    follow(Viewer.BLOCKED);
    root = post(Viewer.STRANGER, Map.of("status", "the beginning"));
    for (Visibility visibility : Visibility.values()) {
      publish(visibility);
    }
    album = filledAlbum();
    Queue.settle(server);
    remember();
    ok(as(Viewer.AUTHOR).post("/api/v1/accounts/" + account(Viewer.BLOCKED) + "/block"));
    Queue.settle(server);
  }

  private void publish(Visibility visibility) {
    String all = "@mentioned @shy @blocked ";
    String wire = visibility.wire();
    String photo = photo();
    photos.put(visibility, photo);
    posts.put(
        visibility,
        post(
            Viewer.AUTHOR,
            Map.of("status", all + "seaside #matrix", "visibility", wire, "media_ids[]", photo)));
    answers.put(
        visibility,
        post(
            Viewer.AUTHOR,
            Map.of("status", all + "so it is", "visibility", wire, "in_reply_to_id", root)));
    scheduled.put(
        visibility,
        post(
            Viewer.AUTHOR,
            Map.of(
                "status",
                "tomorrow",
                "visibility",
                wire,
                "media_ids[]",
                photo(),
                "scheduled_at",
                Json.time(Instant.now().plus(Duration.ofHours(1))))));
    for (Viewer viewer : Viewer.values()) {
      if (viewer != Viewer.ANYBODY && (viewer == Viewer.BLOCKED || viewer.sees(visibility))) {
        ok(as(viewer).post(STATUSES + "/" + post(visibility) + "/favourite"));
        ok(as(viewer).post(STATUSES + "/" + post(visibility) + "/bookmark"));
      }
    }
  }

  private String photo() {
    return Uploads.ready(as(Viewer.AUTHOR), Pictures.jpeg(64, 48)).path("id").asText();
  }

  private String post(Viewer author, Map<String, ?> fields) {
    return ok(as(author).post(STATUSES, fields)).path("id").asText();
  }

  private void follow(Viewer viewer) {
    ok(as(viewer).post("/api/v1/accounts/" + account(Viewer.AUTHOR) + "/follow"));
    String list =
        ok(as(viewer).post("/api/v1/lists", Map.of("title", "friends"))).path("id").asText();
    ok(
        as(viewer)
            .post(
                "/api/v1/lists/" + list + "/accounts",
                Map.of("account_ids[]", account(Viewer.AUTHOR))));
    lists.put(viewer, list);
    ok(as(viewer).get("/api/v1/timelines/home"));
  }

  /** A public album in which all of the author's posts are that may be in one. */
  private String filledAlbum() {
    String made =
        ok(as(Viewer.AUTHOR)
                .json(
                    "POST",
                    "/api/v1.1/collections/create",
                    Map.of("title", "All", "visibility", "public")))
            .path("id")
            .asText();
    for (String post : posts.values()) {
      Answer added =
          as(Viewer.AUTHOR)
              .json(
                  "POST",
                  "/api/v1.1/collections/add",
                  Map.of("collection_id", made, "post_id", post));
      assertThat(added.status()).isIn(200, 422);
    }
    return made;
  }

  /** Keeps what only its owner may know, and a report of each post. */
  private void remember() {
    for (Viewer viewer : new Viewer[] {Viewer.MENTIONED, Viewer.SHY, Viewer.BLOCKED}) {
      for (JsonNode one :
          ok(as(viewer).get("/api/v1/notifications?limit=80&include_filtered=true"))) {
        notifications.put(viewer + one.at("/status/id").asText(), one.path("id").asText());
      }
      JsonNode talk = ok(as(viewer).get("/api/v1/conversations"));
      conversations.put(viewer, talk.at("/0/id").asText());
    }
    request = ok(as(Viewer.SHY).get("/api/v1/notifications/requests")).at("/0/id").asText();
    for (String post : posts.values()) {
      ok(
          as(Viewer.MENTIONED)
              .post(
                  "/api/v1/reports",
                  Map.of("account_id", account(Viewer.AUTHOR), "status_ids[]", post)));
    }
  }

  ApiClient as(Viewer viewer) {
    return requireNonNull(clients.get(viewer));
  }

  /** A moderator, who is none of the viewers. */
  ApiClient staff() {
    ApiClient staff = server.client().as(server.signUp("staff"));
    TestTokens.promote(server, "staff", "moderator");
    return staff.as(
        TestTokens.issue(server, "staff", java.util.List.of("admin:read", "admin:write")));
  }

  String account(Viewer viewer) {
    return accounts.getOrDefault(viewer, "1");
  }

  String post(Visibility visibility) {
    return requireNonNull(posts.get(visibility));
  }

  String photo(Visibility visibility) {
    return requireNonNull(photos.get(visibility));
  }

  String answer(Visibility visibility) {
    return requireNonNull(answers.get(visibility));
  }

  String scheduled(Visibility visibility) {
    return requireNonNull(scheduled.get(visibility));
  }

  String root() {
    return root;
  }

  String album() {
    return album;
  }

  /** One's own list with the author, or that of a follower. */
  String list(Viewer viewer) {
    return lists.getOrDefault(viewer, requireNonNull(lists.get(Viewer.FOLLOWER)));
  }

  /** One's own notification of the post, or that of somebody who was mentioned. */
  String notification(Viewer viewer, Visibility visibility) {
    return notifications.getOrDefault(
        viewer + post(visibility),
        notifications.getOrDefault(Viewer.MENTIONED + post(visibility), "1"));
  }

  /** What SHY is asked. */
  String request() {
    return request;
  }

  String conversation(Viewer viewer) {
    return conversations.getOrDefault(viewer, requireNonNull(conversations.get(Viewer.MENTIONED)));
  }

  static JsonNode ok(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Override
  public void close() {
    server.close();
  }
}
