package org.flashcrowd.albums;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.albums.AlbumScene.PATH;
import static org.flashcrowd.albums.AlbumScene.ids;
import static org.flashcrowd.albums.AlbumScene.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Making, filling and reading albums by the calls of Pixelfed's clients. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class AlbumRoutesIT {
  private static TestServer server;
  private static AlbumScene anna;
  private static AlbumScene boris;
  private static String lake;
  private static String hill;
  private static String town;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    anna = new AlbumScene(server, "anna");
    boris = new AlbumScene(server, "boris");
    lake = anna.photo("public");
    hill = anna.photo("unlisted");
    town = anna.photo("public");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void album_createdFilledPublishedRemoved_roundTrip() {
    JsonNode draft = ok(anna.owner().post(PATH + "create"));
    String id = draft.get("id").asText();
    assertThat(draft.get("visibility").asText()).isEqualTo("draft");
    assertThat(draft.get("published_at").isNull()).isTrue();
    assertThat(draft.get("thumb").asText()).isEqualTo(draft.get("avatar").asText());
    assertThat(boris.owner().get(PATH + "view/" + id).status()).isEqualTo(404);

    assertThat(ok(anna.add(id, lake)).get("id").asText()).isEqualTo(lake);
    ok(anna.add(id, hill));
    JsonNode album =
        anna.update(id, Map.of("title", " Spring ", "description", "<b>", "visibility", "public"));
    assertThat(album.get("title").asText()).isEqualTo("Spring");
    assertThat(album.get("description").asText()).isEqualTo("<b>");
    assertThat(album.get("published_at").isNull()).isFalse();
    assertThat(album.get("pid").asText()).isEqualTo(anna.id());
    assertThat(album.get("username").asText()).isEqualTo("anna");
    assertThat(album.get("post_count").asInt()).isEqualTo(2);
    assertThat(album.get("url").asText()).endsWith("/@anna/albums/" + id);
    assertThat(album.has("items")).isFalse();
    assertThat(ok(boris.owner().get(PATH + "view/" + id))).isEqualTo(album);
    assertThat(ids(server.client().get(PATH + "items/" + id))).containsExactly(lake, hill);

    Map<String, String> first = Map.of("collection_id", id, "post_id", lake);
    assertThat(anna.owner().post(PATH + "remove", first).text()).isEqualTo("{}");
    assertThat(anna.owner().post(PATH + "remove", first).status()).isEqualTo(404);
    assertThat(ids(server.client().get(PATH + "items/" + id))).containsExactly(hill);

    assertThat(anna.owner().delete(PATH + "delete/" + id).text()).isEqualTo("{}");
    assertThat(anna.owner().get(PATH + "view/" + id).status()).isEqualTo(404);
    assertThat(anna.owner().get("/api/v1/statuses/" + hill).status()).isEqualTo(200);
  }

  @Test
  void update_fieldsThatAreNotSent_stay() {
    String id = anna.publicAlbum("Kept", lake);
    JsonNode before = ok(anna.owner().get(PATH + "view/" + id));

    JsonNode after = anna.update(id, Map.of("description", "new"));
    assertThat(after.get("title").asText()).isEqualTo("Kept");
    assertThat(after.get("visibility").asText()).isEqualTo("public");
    assertThat(after.get("published_at")).isEqualTo(before.get("published_at"));
    assertThat(after.get("updated_at").asText()).isGreaterThan(before.get("updated_at").asText());
    assertThat(anna.update(id, Map.of("visibility", "draft")).get("published_at").isNull())
        .isTrue();
  }

  @Test
  void cover_chosenOrFirst_fallsBackWhenItLeaves() {
    String id = anna.publicAlbum("Covers", lake, hill);
    assertThat(cover(id)).isEqualTo(lake);
    String firstThumb = ok(anna.owner().get(PATH + "view/" + id)).get("thumb").asText();

    JsonNode chosen = anna.update(id, Map.of("cover_id", hill));
    assertThat(chosen.get("cover_id").asText()).isEqualTo(hill);
    assertThat(chosen.get("thumb").asText()).startsWith("http").isNotEqualTo(firstThumb);
    anna.update(id, Map.of("title", "Still covered"));
    assertThat(cover(id)).isEqualTo(hill);

    ok(anna.owner().post(PATH + "remove", Map.of("collection_id", id, "post_id", hill)));
    assertThat(cover(id)).isEqualTo(lake);
    ok(anna.add(id, hill));
    assertThat(cover(id)).isEqualTo(lake);
    anna.update(id, Map.of("cover_id", hill));
    assertThat(anna.update(id, Map.of("cover_id", "")).get("cover_id").asText()).isEqualTo(lake);
  }

  @Test
  void cover_firstBehindAWarning_isAnother() {
    String warned = anna.photo(Map.of("sensitive", "true"));
    String id = anna.publicAlbum("Warned", warned, town);

    assertThat(cover(id)).isEqualTo(town);
    assertThat(anna.update(id, Map.of("cover_id", warned)).get("cover_id").asText())
        .isEqualTo(warned);
  }

  @Test
  void add_twice_isOnceAndInItsPlace() {
    String id = anna.publicAlbum("Twice", lake, hill, lake);

    assertThat(ids(anna.owner().get(PATH + "items/" + id))).containsExactly(lake, hill);
  }

  @Test
  void add_whatCannotBeThere_isRefused() {
    String id = anna.publicAlbum("Strict");
    String text =
        ok(anna.owner().post("/api/v1/statuses", Map.of("status", "words"))).get("id").asText();
    String boost = ok(anna.owner().post("/api/v1/statuses/" + lake + "/reblog")).get("id").asText();

    assertThat(anna.add(id, text).status()).isEqualTo(422);
    assertThat(anna.add(id, anna.photo("direct")).status()).isEqualTo(422);
    assertThat(anna.add(id, boost).status()).isEqualTo(404);
    assertThat(anna.add(id, boris.photo("public")).status()).isEqualTo(404);
    assertThat(anna.add(id, "1").status()).isEqualTo(404);
    assertThat(anna.add("1", lake).status()).isEqualTo(404);
    assertThat(ids(anna.owner().get(PATH + "items/" + id))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"collection_id\": \"1\"}",
        "{\"post_id\": \"1\"}",
        "{\"collection_id\": {\"a\": 1}, \"post_id\": \"1\"}"
      })
  void addAndRemove_badFields_are422(String body) {
    assertThat(anna.owner().json("POST", PATH + "add", body).status()).isEqualTo(422);
    assertThat(anna.owner().json("POST", PATH + "remove", body).status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"visibility\": \"unlisted\"}",
        "{\"title\": \"a\\u0000b\"}",
        "{\"title\": [{}]}",
        "{\"title\": \"123456789 123456789 123456789 123456789 123456789 x\"}",
        "{\"visibility\": {\"a\": 1}}"
      })
  void createAndUpdate_badFields_are422(String body) {
    String id = anna.publicAlbum("Title");

    assertThat(anna.owner().json("POST", PATH + "create", body).status()).isEqualTo(422);
    assertThat(anna.owner().json("POST", PATH + "update/" + id, body).status()).isEqualTo(422);
    assertThat(ok(anna.owner().get(PATH + "view/" + id)).get("title").asText()).isEqualTo("Title");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "x", "99999999999999999999", "-1"})
  void update_coverThatIsNotInIt_is422(String cover) {
    String id = anna.publicAlbum("Cover", lake);

    assertThat(anna.owner().json("POST", PATH + "update/" + id, Map.of("cover_id", cover)).status())
        .isEqualTo(422);
  }

  @Test
  void changes_ofSomebodyElsesAlbum_are404() {
    String id = anna.publicAlbum("Mine", lake);
    ApiClient other = boris.owner();

    assertThat(other.post(PATH + "update/" + id, Map.of("title", "His")).status()).isEqualTo(404);
    assertThat(other.delete(PATH + "delete/" + id).status()).isEqualTo(404);
    Map<String, String> item = Map.of("collection_id", id, "post_id", lake);
    assertThat(other.post(PATH + "add", item).status()).isEqualTo(404);
    assertThat(other.post(PATH + "remove", item).status()).isEqualTo(404);
    assertThat(other.post(PATH + "update/x", Map.of()).status()).isEqualTo(404);
    assertThat(ok(anna.owner().get(PATH + "view/" + id)).get("title").asText()).isEqualTo("Mine");
  }

  @Test
  void routes_withoutAToken_areClosedWhereTheyChangeOrAreOnesOwn() {
    ApiClient anybody = server.client();

    assertThat(anybody.get(PATH + "self").status()).isEqualTo(401);
    for (String path : List.of("create", "add", "remove", "update/1")) {
      assertThat(anybody.post(PATH + path).status()).as(path).isEqualTo(401);
    }
    assertThat(anybody.delete(PATH + "delete/1").status()).isEqualTo(401);
    assertThat(anybody.get(PATH + "view/1").status()).isEqualTo(404);
    assertThat(anybody.get(PATH + "items/x").status()).isEqualTo(404);
    assertThat(anybody.get(PATH + "accounts/1").status()).isEqualTo(404);
  }

  @Test
  void items_byCursorAndByNumber_areInTheAlbumsOrder() {
    String id = anna.publicAlbum("Pages", town, lake, hill);
    String path = PATH + "items/" + id;

    ApiClient.Answer first = boris.owner().get(path + "?limit=2");
    assertThat(ids(first)).containsExactly(town, lake);
    ApiClient.Answer second = boris.owner().get(link(first, "next"));
    assertThat(ids(second)).containsExactly(hill);
    assertThat(ids(boris.owner().get(link(second, "prev")))).containsExactly(town, lake);
    assertThat(ids(boris.owner().get(link(second, "next")))).isEmpty();

    assertThat(ids(boris.owner().get(path + "?limit=2&page=2"))).containsExactly(hill);
    assertThat(ids(boris.owner().get(path + "?limit=2&page=3"))).isEmpty();
    assertThat(ids(boris.owner().get(path + "?page=999999999999"))).isEmpty();
    assertThat(boris.owner().get(path + "?page=x").status()).isEqualTo(400);
    assertThat(boris.owner().get(path + "?min_id=x").status()).isEqualTo(400);
  }

  /** pixelfed-rn asks for one numbered page after another until one is empty. */
  @Test
  void self_pixelfedRn_endsWithAnEmptyPage() {
    AlbumScene clara = new AlbumScene(server, "clara");
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      made.addFirst(clara.album(Map.of("title", "Album " + i)));
    }

    assertThat(ids(clara.owner().get(PATH + "self?page=1"))).isEqualTo(made.subList(0, 9));
    assertThat(ids(clara.owner().get(PATH + "self?page=2"))).isEqualTo(made.subList(9, 10));
    assertThat(ids(clara.owner().get(PATH + "self?page=3"))).isEmpty();

    ApiClient.Answer first = clara.owner().get(PATH + "self?limit=4");
    assertThat(ids(first)).isEqualTo(made.subList(0, 4));
    assertThat(ids(clara.owner().get(link(first, "next")))).isEqualTo(made.subList(4, 8));
  }

  /** pixelfed-rn draws {@code items[n].media_attachments[0].url} of each and stops without. */
  @Test
  void self_pixelfedRn_hasItemsWithPhotosOnly() {
    AlbumScene dora = new AlbumScene(server, "dora");
    String kept = dora.photo("private");
    String emptied = dora.photo("public");
    String empty = dora.album(Map.of());
    String full = dora.album(Map.of());
    ok(dora.add(full, emptied));
    ok(dora.add(full, kept));
    ok(dora.owner().json("PUT", "/api/v1/statuses/" + emptied, Map.of("status", "words only now")));

    JsonNode own = ok(dora.owner().get(PATH + "self"));
    assertThat(own.findValuesAsText("id")).contains(full, empty);
    JsonNode shown = own.get(0);
    assertThat(shown.get("id").asText()).isEqualTo(full);
    assertThat(shown.get("post_count").asInt()).isEqualTo(1);
    assertThat(shown.get("items")).hasSize(1);
    assertThat(shown.at("/items/0/id").asText()).isEqualTo(kept);
    assertThat(shown.at("/items/0/media_attachments/0/url").asText()).startsWith("http");
    assertThat(shown.get("thumb").asText()).isNotEqualTo(shown.get("avatar").asText());
    assertThat(own.get(1).get("items").isArray()).isTrue();
    assertThat(own.get(1).get("items")).isEmpty();
  }

  @Test
  void limits_albumsAndItems_are422() {
    AlbumScene erna = new AlbumScene(server, "erna");
    String post = erna.photo("public");
    String full = erna.album(Map.of());
    TestRows.execute(
        server,
        """
        INSERT INTO status (id, account_id, state, visibility, media_count)
        SELECT n, %1$s, 'published', 'public', 1 FROM generate_series(1, %3$d) n;
        INSERT INTO album_item (album_id, status_id, id)
        SELECT %2$s, n, n FROM generate_series(1, %3$d) n;
        INSERT INTO album (id, account_id, visibility)
        SELECT n, %1$s, 'draft' FROM generate_series(2, %4$d) n
        """
            .formatted(erna.id(), full, Albums.MOST_ITEMS, Albums.MOST_ALBUMS));

    assertThat(erna.add(full, post).status()).isEqualTo(422);
    assertThat(erna.add("2", post).status()).isEqualTo(200);
    assertThat(erna.owner().post(PATH + "create").status()).isEqualTo(422);
    ok(erna.owner().delete(PATH + "delete/2"));
    assertThat(erna.owner().post(PATH + "create").status()).isEqualTo(200);
  }

  private static String cover(String album) {
    return ok(anna.owner().get(PATH + "view/" + album)).get("cover_id").asText();
  }

  /** The path and query of a page's neighbour. */
  private static String link(ApiClient.Answer answer, String rel) {
    String header = Objects.requireNonNull(answer.header("Link"));
    for (String one : header.split(", ", -1)) {
      if (one.endsWith("rel=\"" + rel + "\"")) {
        return one.substring(one.indexOf(PATH), one.indexOf('>'));
      }
    }
    throw new AssertionError(header);
  }
}
