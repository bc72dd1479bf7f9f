package org.flashcrowd.albums;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;

/** Somebody with photos, and what they do with albums. */
final class AlbumScene {
  static final String PATH = "/api/v1.1/collections/";

  private final ApiClient owner;
  private final String id;

  AlbumScene(TestServer server, String name) {
    this.owner = server.client().as(server.signUp(name));
    this.id = owner.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  ApiClient owner() {
    return owner;
  }

  String id() {
    return id;
  }

  /** A published post with a photo. */
  String photo(String visibility) {
    return photo(Map.of("visibility", visibility));
  }

  String photo(Map<String, String> fields) {
    Map<String, String> all = new HashMap<>(fields);
    all.put("media_ids[]", Uploads.ready(owner, Pictures.jpeg(64, 48)).get("id").asText());
    return ok(owner.post("/api/v1/statuses", all)).get("id").asText();
  }

  String album(Map<String, ?> form) {
    return ok(owner.json("POST", PATH + "create", form)).get("id").asText();
  }

  ApiClient.Answer add(String album, String post) {
    return owner.json("POST", PATH + "add", Map.of("collection_id", album, "post_id", post));
  }

  /** A public album with these posts. */
  String publicAlbum(String title, String... posts) {
    String album = album(Map.of("title", title, "visibility", "public"));
    for (String post : posts) {
      ok(add(album, post));
    }
    return album;
  }

  JsonNode update(String album, Map<String, ?> form) {
    return ok(owner.json("POST", PATH + "update/" + album, form));
  }

  static JsonNode ok(ApiClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** The ids of a list. */
  static List<String> ids(ApiClient.Answer answer) {
    List<String> ids = new ArrayList<>();
    ok(answer).forEach(one -> ids.add(one.get("id").asText()));
    return ids;
  }
}
