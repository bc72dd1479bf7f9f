package org.flashcrowd.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccountRemovalIT {
  private static TestServer server;
  private static ApiClient anna;
  private static long annaId;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    anna = server.client().as(server.signUp("anna"));
    annaId = id(anna);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void remove_somebodyWithEverything_leavesNothingButTheName() {
    String token = server.signUp("leaver");
    ApiClient leaver = server.client().as(token);
    long id = id(leaver);
    String annasPost = post(anna, Map.of("status", "by anna @leaver #tag"));
    Map<String, Long> before = counts();
    live(leaver, id, annasPost);
    Queue.settle(server);
    assertThat(Leaving.traces(server, id))
        .contains(
            "block.account_id",
            "bookmark.account_id",
            "favourite.account_id",
            "follow.account_id",
            "follow.target_id",
            "home_feed.author_id",
            "media.account_id",
            "mention.account_id",
            "mute.target_id",
            "notification.from_account_id",
            "status.account_id");

    assertThat(Leaving.enqueue(server, id)).contains("leaver");
    Leaving.settle(server);
    Queue.settle(server);

    // What somebody else wrote still knows whom it answered, by number.
    assertThat(Leaving.traces(server, id))
        .isSubsetOf("audit_log.account_id", "status.in_reply_to_account_id");
    assertThat(TestRows.column(server, "SELECT action FROM audit_log WHERE account_id = " + id))
        .isNotEmpty();
    assertThat(
            TestRows.column(
                server,
                "SELECT concat_ws('|', username, display_name, note, fields, avatar_media_id)"
                    + " FROM account WHERE id = "
                    + id))
        .containsExactly("leaver|||[]");
    assertThat(counts()).isEqualTo(before);
    assertThat(files()).isEmpty();
  }

  /** One of everything that an account can leave behind. */
  private static void live(ApiClient leaver, long id, String annasPost) {
    ok(anna.post("/api/v1/accounts/%d/follow".formatted(id), Map.of()));
    ok(leaver.post("/api/v1/accounts/%d/follow".formatted(annaId), Map.of()));
    ok(
        leaver.upload(
            "PATCH",
            "/api/v1/accounts/update_credentials",
            "avatar",
            Pictures.jpeg(500, 500),
            Map.of("display_name", "Somebody", "note", "about")));
    JsonNode photo = Uploads.ready(leaver, Pictures.jpeg(320, 240));
    String photoPost =
        post(leaver, Map.of("status", "a photo", "media_ids[]", photo.get("id").asText()));
    post(leaver, Map.of("status", "an answer", "in_reply_to_id", annasPost));
    post(anna, Map.of("status", "answered", "in_reply_to_id", photoPost));
    ok(anna.post("/api/v1/statuses/%s/favourite".formatted(photoPost), Map.of()));
    ok(anna.post("/api/v1/statuses/%s/reblog".formatted(photoPost), Map.of()));
    ok(leaver.post("/api/v1/statuses/%s/favourite".formatted(annasPost), Map.of()));
    ok(leaver.post("/api/v1/statuses/%s/bookmark".formatted(annasPost), Map.of()));
    ok(leaver.post("/api/v1/statuses/%s/reblog".formatted(annasPost), Map.of()));
    Uploads.ready(leaver, Pictures.jpeg(64, 64));
    ok(leaver.post("/api/v1/markers", Map.of("home[last_read_id]", annasPost)));
    ok(leaver.get("/api/v1/timelines/home"));
    ok(anna.get("/api/v1/timelines/home"));
    ApiClient other = server.client().as(server.signUp("other"));
    ok(leaver.post("/api/v1/accounts/%d/block".formatted(id(other)), Map.of()));
    ok(other.post("/api/v1/accounts/%d/mute".formatted(id), Map.of()));
    ok(other.post("/api/v1/accounts/%d/note".formatted(id), Map.of("comment", "hm")));
  }

  @Test
  void remove_atOnce_isGoneForEverybody() {
    String token = server.signUp("gone");
    ApiClient gone = server.client().as(token);
    long id = id(gone);
    String post = post(gone, Map.of("status", "soon gone"));

    Leaving.enqueue(server, id);

    assertThat(anna.get("/api/v1/accounts/" + id).status()).isEqualTo(404);
    assertThat(anna.get("/api/v1/accounts/lookup?acct=gone").status()).isEqualTo(404);
    assertThat(anna.get("/api/v1/statuses/" + post).status()).isEqualTo(404);
    assertThat(anna.post("/api/v1/accounts/%d/follow".formatted(id), Map.of()).status())
        .isEqualTo(404);
    Uploads.until(() -> gone.get("/api/v1/timelines/home").status() == 401);
  }

  @Test
  void remove_twice_isOnce() {
    long id = id(server.client().as(server.signUp("twice")));

    assertThat(Leaving.enqueue(server, id)).contains("twice");
    assertThat(Leaving.enqueue(server, id)).isEmpty();
    assertThat(Leaving.enqueue(server, 1)).isEmpty();
  }

  @Test
  void remove_afterwards_keepsTheNameAndFreesTheAddress() {
    long id = id(server.client().as(server.signUp("reserved")));
    Leaving.enqueue(server, id);
    Leaving.settle(server);

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> server.signUp("Reserved")))
        .hasMessageContaining("ERR_TAKEN")
        .hasMessageNotContaining("\"email\"");
  }

  @Test
  void schema_everyReferenceToAnAccount_isIndexed() {
    assertThat(
            TestRows.column(
                server,
                """
                SELECT c.conrelid::regclass || '.' || a.attname
                  FROM pg_constraint c
                  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                 WHERE c.contype = 'f' AND c.confrelid = 'account'::regclass
                   AND NOT EXISTS (SELECT FROM pg_index i
                                    WHERE i.indrelid = c.conrelid AND i.indkey[0] = a.attnum
                                      AND (i.indpred IS NULL
                                           OR pg_get_expr(i.indpred, i.indrelid)
                                              = '(' || quote_ident(a.attname) || ' IS NOT NULL)'))
                """))
        .isEmpty();
  }

  private static Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    for (String name : List.of("followers_count", "following_count")) {
      counts.put(
          name,
          TestRows.number(
              server,
              "SELECT %s FROM account_stats WHERE account_id = %d".formatted(name, annaId)));
    }
    for (String name : List.of("favourites_count", "reblogs_count", "replies_count")) {
      counts.put(
          name,
          TestRows.number(
              server,
              "SELECT coalesce(sum(%s), 0) FROM status_stats t JOIN status s ON s.id = t.status_id"
                      .formatted(name)
                  + " WHERE s.text LIKE 'by anna%'"));
    }
    return counts;
  }

  /** Everything but what is being received. */
  private static List<Path> files() {
    Path media = server.data().resolve("media");
    try (Stream<Path> files = Files.walk(media)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(media.resolve("incoming")))
          .toList();
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  private static String post(ApiClient client, Map<String, String> fields) {
    return ok(client.post("/api/v1/statuses", fields)).get("id").asText();
  }

  private static long id(ApiClient client) {
    return ok(client.get("/api/v1/accounts/verify_credentials")).get("id").asLong();
  }

  private static JsonNode ok(ApiClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }
}
