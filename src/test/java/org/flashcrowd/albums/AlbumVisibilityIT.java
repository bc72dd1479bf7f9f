package org.flashcrowd.albums;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.albums.AlbumScene.PATH;
import static org.flashcrowd.albums.AlbumScene.ids;
import static org.flashcrowd.albums.AlbumScene.ok;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.Map;
import org.flashcrowd.membership.Leaving;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Plans;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who sees which albums, and what in them. */
@SuppressWarnings("NullAway.Init") // Set up by JUnit.
@Proves(Promise.ONE_VISIBILITY_RULE)
class AlbumVisibilityIT {
  private static TestServer server;
  private static AlbumScene anna;
  private static AlbumScene follower;
  private static AlbumScene stranger;
  private static String open;
  private static String closed;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    anna = new AlbumScene(server, "anna");
    follower = new AlbumScene(server, "follower");
    stranger = new AlbumScene(server, "stranger");
    ok(follower.owner().post("/api/v1/accounts/" + anna.id() + "/follow"));
    open = anna.photo("public");
    closed = anna.photo("private");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void assertHidden(ApiClient viewer, String album) {
    assertThat(viewer.get(PATH + "view/" + album).status()).isEqualTo(404);
    assertThat(viewer.get(PATH + "items/" + album).status()).isEqualTo(404);
    assertThat(ids(viewer.get(PATH + "accounts/" + anna.id()))).doesNotContain(album);
  }

  private static void assertShown(ApiClient viewer, String album) {
    assertThat(viewer.get(PATH + "view/" + album).status()).isEqualTo(200);
    assertThat(viewer.get(PATH + "items/" + album).status()).isEqualTo(200);
    assertThat(ids(viewer.get(PATH + "accounts/" + anna.id()))).contains(album);
  }

  @Test
  void draft_isItsOwnersAlone() {
    String album = anna.album(Map.of("title", "Draft"));
    ok(anna.add(album, open));

    assertShown(anna.owner(), album);
    assertHidden(follower.owner(), album);
    assertHidden(server.client(), album);
  }

  @Test
  void privateAlbum_isForFollowers() {
    String album = anna.album(Map.of("visibility", "private"));
    ok(anna.add(album, open));

    assertShown(anna.owner(), album);
    assertShown(follower.owner(), album);
    assertHidden(stranger.owner(), album);
    assertHidden(server.client(), album);
  }

  @Test
  void publicAlbum_showsOnlyWhatTheViewerMaySee() {
    String album = anna.publicAlbum("Mixed", closed, open);

    assertThat(ids(follower.owner().get(PATH + "items/" + album))).containsExactly(closed, open);
    assertThat(ids(server.client().get(PATH + "items/" + album))).containsExactly(open);
    assertThat(ids(server.client().get(PATH + "items/" + album + "?limit=1")))
        .containsExactly(open);
    JsonNode seen = ok(stranger.owner().get(PATH + "view/" + album));
    assertThat(seen.get("post_count").asInt()).isEqualTo(1);
    assertThat(seen.get("cover_id").asText()).isEqualTo(open);
    assertThat(ok(follower.owner().get(PATH + "view/" + album)).get("cover_id").asText())
        .isEqualTo(closed);
  }

  @Test
  void publicAlbum_withNothingForTheViewer_isNotListed() {
    String album = anna.publicAlbum("Followers' photos", closed);

    assertThat(ids(stranger.owner().get(PATH + "accounts/" + anna.id()))).doesNotContain(album);
    assertThat(ids(follower.owner().get(PATH + "accounts/" + anna.id()))).contains(album);
    JsonNode seen = ok(stranger.owner().get(PATH + "view/" + album));
    assertThat(seen.get("post_count").asInt()).isZero();
    assertThat(seen.get("cover_id").isNull()).isTrue();
    assertThat(seen.get("thumb").asText()).isEqualTo(seen.get("avatar").asText());
  }

  @Test
  void album_ofSomebodyWhoBlocksTheViewer_isMissing() {
    String album = anna.publicAlbum("Not for everybody", open);
    AlbumScene blocked = new AlbumScene(server, "blocked");
    assertShown(blocked.owner(), album);

    ok(anna.owner().post("/api/v1/accounts/" + blocked.id() + "/block"));
    assertHidden(blocked.owner(), album);
  }

  @Test
  void album_ofASuspendedAccount_isMissing() {
    AlbumScene gone = new AlbumScene(server, "suspended");
    String album = gone.publicAlbum("Gone", gone.photo("public"));
    TestRows.execute(server, "UPDATE account SET suspended_at = now() WHERE id = " + gone.id());

    assertThat(stranger.owner().get(PATH + "view/" + album).status()).isEqualTo(404);
    assertThat(stranger.owner().get(PATH + "items/" + album).status()).isEqualTo(404);
    assertThat(stranger.owner().get(PATH + "accounts/" + gone.id()).status()).isEqualTo(404);
  }

  @Test
  void deletedPost_leavesAlbumsAtOnce() {
    String post = anna.photo("public");
    String album = anna.publicAlbum("Shrinks", post, open);
    anna.update(album, Map.of("cover_id", post));

    ok(anna.owner().delete("/api/v1/statuses/" + post));
    JsonNode seen = ok(stranger.owner().get(PATH + "view/" + album));
    assertThat(seen.get("post_count").asInt()).isEqualTo(1);
    assertThat(seen.get("cover_id").asText()).isEqualTo(open);
    assertThat(ids(anna.owner().get(PATH + "items/" + album))).containsExactly(open);

    Queue.settle(server);
    assertThat(TestRows.number(server, "SELECT count(*) FROM album_item WHERE status_id = " + post))
        .isZero();
    assertThat(TestRows.number(server, "SELECT count(cover_id) FROM album WHERE id = " + album))
        .isZero();
  }

  @Test
  void accountThatLeaves_leavesNoAlbums() {
    AlbumScene leaver = new AlbumScene(server, "leaver");
    String album = leaver.publicAlbum("Left", leaver.photo("public"));

    Leaving.enqueue(server, Long.parseLong(leaver.id()));
    assertThat(stranger.owner().get(PATH + "view/" + album).status()).isEqualTo(404);
    Leaving.settle(server);
    Queue.settle(server);
    assertThat(TestRows.number(server, "SELECT count(*) FROM album WHERE id = " + album)).isZero();
    assertThat(TestRows.number(server, "SELECT count(*) FROM album_item WHERE album_id = " + album))
        .isZero();
  }

  @Test
  void plans_everyQuery_goesByIndexes() throws SQLException {
    String album = anna.publicAlbum("Planned", open, closed);
    long id = Long.parseLong(album);
    long owner = Long.parseLong(anna.id());
    String uri = server.services().database().value();

    assertThat(Plans.of(uri, AlbumRepository.BY_ID, id, owner))
        .contains("album_pkey", "album_item_listed", "status_pkey")
        .doesNotContain("Seq Scan");
    assertThat(
            Plans.of(
                uri, AlbumRepository.OF_ACCOUNT.downwards(), Long.MAX_VALUE, 0, 9, owner, owner, 0))
        .contains("album_account")
        .doesNotContain("Seq Scan");
    assertThat(Plans.of(uri, AlbumRepository.ITEMS.upwards(), Long.MAX_VALUE, 0, 9, owner, id, 0))
        .contains("album_item_listed", "status_pkey")
        .doesNotContain("Seq Scan");
    assertThat(Plans.of(uri, AlbumRepository.FIRST_ITEMS, owner, new Long[] {id}, 10))
        .contains("album_item_listed", "status_pkey")
        .doesNotContain("Seq Scan");
  }
}
