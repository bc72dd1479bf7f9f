package org.flashcrowd.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The public pages, as browsers without a token get them. */
class GalleryIT {
  private static final String EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

  private static TestServer server;
  private static ApiClient anna;
  private static ApiClient bob;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    anna = server.client().as(server.signUp("anna"));
    bob = server.client().as(server.signUp("bob"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ApiClient.Answer open(String path) {
    return server.client().send(server.client().request(path).header("Accept", "text/html").GET());
  }

  private static String photo(ApiClient who, String description) {
    JsonNode media = Uploads.ready(who, Pictures.jpeg(900, 600));
    String id = media.get("id").asText();
    assertThat(who.form("PUT", "/api/v1/media/" + id, Map.of("description", description)).status())
        .isEqualTo(200);
    return id;
  }

  private static JsonNode post(ApiClient who, Map<String, ?> fields) {
    ApiClient.Answer answer = who.post("/api/v1/statuses", fields);
    assertThat(answer.status()).isEqualTo(200);
    return answer.json();
  }

  private static String path(JsonNode status) {
    String url = status.get("url").asText();
    return url.substring(url.indexOf("/@"));
  }

  @Test
  void home_publicPhoto_isShownWithItsSizesAndDescription() {
    JsonNode status =
        post(anna, Map.of("status", "At the sea", "media_ids[]", photo(anna, "A grey wave")));

    ApiClient.Answer home = open("/");

    assertThat(home.status()).isEqualTo(200);
    assertThat(home.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(home.text())
        .contains("href=\"" + path(status) + "\"")
        .contains("alt=\"A grey wave\"")
        .containsPattern("srcset=\"/media/[^\"]+ 400w, /media/[^\"]+ 640w")
        .contains("width=\"900\" height=\"600\"")
        .contains("src=\"data:image/bmp;base64,");
  }

  @Test
  void home_textOrUnlistedOrPrivate_isNotShown() {
    List<JsonNode> hidden =
        List.of(
            post(anna, Map.of("status", "words alone")),
            post(
                anna,
                Map.of("visibility", "unlisted", "media_ids[]", photo(anna, "unlisted photo"))),
            post(
                anna,
                Map.of("visibility", "private", "media_ids[]", photo(anna, "for followers"))));

    String home = open("/").text();

    hidden.forEach(status -> assertThat(home).doesNotContain(path(status) + "\""));
  }

  @Test
  void post_withPhotos_showsThemWithCaptionTagsAndCard() {
    JsonNode status =
        post(
            anna,
            Map.of(
                "status",
                "Two of them #album",
                "media_ids[]",
                List.of(photo(anna, "The first"), photo(anna, "The second"))));

    String page = open(path(status)).text();

    assertThat(page)
        .contains("alt=\"The first\"")
        .contains("alt=\"The second\"")
        .contains("/tags/album")
        .contains("<link rel=\"canonical\" href=\"" + status.get("url").asText() + "\">")
        .contains("<meta property=\"og:description\" content=\"Two of them #album\">")
        .contains("<meta property=\"og:image:alt\" content=\"The first\">")
        .contains("content=\"summary_large_image\"")
        .containsPattern("<meta property=\"og:image\" content=\"http://[^\"]+/large\\.");
    assertThat(open("/tags/Album").text()).contains(path(status));
    assertThat(open("/@anna/tagged/Album").text()).contains(path(status));
    assertThat(open("/@anna/tagged/other").text()).doesNotContain(path(status));
    assertThat(open("/@nobody/tagged/album").status()).isEqualTo(404);
  }

  @Test
  void post_answers_areShownInTheirOrder() {
    JsonNode status = post(anna, Map.of("status", "What is this?"));
    JsonNode first =
        post(bob, Map.of("status", "@anna A heron", "in_reply_to_id", status.get("id").asText()));
    JsonNode second =
        post(anna, Map.of("status", "@bob So it is", "in_reply_to_id", first.get("id").asText()));

    String page = open(path(status)).text();

    assertThat(page.indexOf(path(first))).isPositive().isLessThan(page.indexOf(path(second)));
    assertThat(page).contains("class=\"comment in1\"");
    assertThat(open(path(second)).text()).contains("A heron", "What is this?");
  }

  @Test
  void post_withWarning_isCoveredAndItsPhotoNotSharedInTheCard() {
    JsonNode status =
        post(
            anna,
            Map.of(
                "status",
                "The end of it",
                "spoiler_text",
                "Spider",
                "sensitive",
                "true",
                "media_ids[]",
                photo(anna, "A large spider")));

    String page = open(path(status)).text();

    assertThat(page).contains("<summary>Spider</summary>").contains("content=\"summary\"");
    assertThat(page).doesNotContain("content=\"The end of it\"").doesNotContain("og:image:alt");
    assertThat(open("/").text()).contains("Spider").doesNotContain("A large spider");
  }

  @Test
  void post_boost_leadsToWhatItBoosts() {
    JsonNode status = post(anna, Map.of("status", "Worth more", "media_ids[]", photo(anna, "x")));
    JsonNode boost =
        bob.post("/api/v1/statuses/" + status.get("id").asText() + "/reblog", Map.of()).json();

    ApiClient.Answer answer = open(path(boost));

    assertThat(answer.status()).isEqualTo(302);
    assertThat(answer.header("Location")).isEqualTo(path(status));
    assertThat(open("/@bob").text()).doesNotContain(path(status));
    assertThat(open("/@bob?all=1").text()).contains(path(status)).contains("Boosted from");
  }

  @ParameterizedTest
  @ValueSource(strings = {"private", "direct"})
  @Proves(Promise.ONE_VISIBILITY_RULE)
  void post_notForEverybody_isAsIfMissing(String visibility) {
    JsonNode status = post(anna, Map.of("status", "secret", "visibility", visibility));

    assertMissing(path(status));
    assertThat(open("/@anna?all=1").text()).doesNotContain(path(status));
  }

  @Test
  void post_deleted_isAsIfMissing() {
    JsonNode status = post(anna, Map.of("status", "soon gone"));
    anna.delete("/api/v1/statuses/" + status.get("id").asText());

    assertMissing(path(status));
  }

  @Test
  void post_underAnotherName_isAsIfMissing() {
    JsonNode status = post(anna, Map.of("status", "mine"));

    assertMissing("/@bob/" + status.get("id").asText());
  }

  private static void assertMissing(String path) {
    ApiClient.Answer answer = open(path);
    ApiClient.Answer missing = open("/@anna/1");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEqualTo(missing.text());
    assertThat(answer.header("Cache-Control")).isEqualTo(missing.header("Cache-Control"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/@nobody", "/@anna/abc", "/@anna/9223372036854775808", "/nothing/here"})
  void page_missing_isPageForPeopleAndJsonForApps(String path) {
    ApiClient.Answer page = open(path);
    assertThat(page.status()).isEqualTo(404);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Cache-Control")).isEqualTo("no-store");
    assertThat(page.header("Vary")).contains("Accept");
    assertThat(page.text()).contains("There is nothing here");

    assertThat(server.client().get(path).json().get("error").asText())
        .isEqualTo("Record not found");
  }

  @Test
  void api_missing_staysJsonForBrowsers() {
    assertThat(open("/api/v1/nothing").header("Content-Type")).startsWith("application/json");
  }

  @Test
  void page_badCursor_saysSo() {
    ApiClient.Answer answer = open("/?max_id=abc");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("max_id is not a cursor of this list");
  }

  @Test
  void profile_known_introducesWhoItIs() {
    ApiClient.Answer answer = open("/@ANNA");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .contains("<h1>anna</h1>")
        .contains("property=\"og:type\" content=\"profile\"")
        .containsPattern("rel=\"canonical\" href=\"[^\"]+/@anna\"");
  }

  @Test
  @Proves(Promise.HTML)
  void everyPage_hostileText_isEscaped() {
    ApiClient eve = server.client().as(server.signUp("eve"));
    eve.form(
        "PATCH",
        "/api/v1/accounts/update_credentials",
        Map.of(
            "display_name",
            "</h1><b>E",
            "note",
            EVIL,
            "fields_attributes[0][name]",
            "<i>f",
            "fields_attributes[0][value]",
            "<i>v"));
    JsonNode status =
        post(eve, Map.of("status", EVIL, "spoiler_text", EVIL, "media_ids[]", photo(eve, EVIL)));
    JsonNode plain = post(eve, Map.of("status", EVIL, "media_ids[]", photo(eve, EVIL)));

    for (String path :
        List.of(
            "/",
            "/@eve",
            "/@eve?all=1",
            path(status),
            path(plain),
            "/tags/%3Cscript%3E%22",
            "/@eve/tagged/%3Cscript%3E%22")) {
      assertThat(open(path).text())
          .as(path)
          .doesNotContain("<script", "<img src=x", "<b>E", "<i>f", "<i>v")
          .doesNotContain("\"'>");
    }
  }

  @ParameterizedTest
  @CsvSource({"/", "/about", "/@anna", "/tags/nothing", "/@anna/tagged/nothing"})
  void page_askedForAgain_isNotSentAgain(String path) {
    ApiClient.Answer first = open(path);
    String tag = String.valueOf(first.header("ETag"));

    ApiClient.Answer second =
        server.client().send(server.client().request(path).header("If-None-Match", tag).GET());

    assertThat(second.status()).isEqualTo(304);
    assertThat(second.bytes()).isEmpty();
    assertThat(second.header("ETag")).isEqualTo(tag);
    for (ApiClient.Answer answer : List.of(first, second)) {
      assertThat(answer.header("Cache-Control"))
          .startsWith("public, max-age=")
          .contains("stale-while-revalidate");
      assertThat(answer.header("Vary")).isEqualTo("Authorization, Accept-Encoding");
      assertThat(answer.header("Set-Cookie")).isNull();
    }
    assertThat(first.header("Content-Security-Policy")).contains("style-src 'self'");
    assertThat(first.text()).doesNotContain(" style=", "<style", "<script");
  }

  @Test
  void profile_manyPhotos_goesOnUntilTheLast() {
    ApiClient carla = server.client().as(server.signUp("carla"));
    Set<String> posted = new HashSet<>();
    for (int i = 0; i <= Gallery.TILES; i++) {
      posted.add(path(post(carla, Map.of("status", "number " + i))));
    }

    String first = open("/@carla?all=1").text();
    Matcher older = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(first);
    assertThat(older.find()).isTrue();
    String second = open(older.group(1).replace("&amp;", "&")).text();

    Set<String> seen = tiles(first);
    assertThat(seen).hasSize(Gallery.TILES);
    assertThat(tiles(second)).hasSize(1).doesNotContainAnyElementsOf(seen);
    seen.addAll(tiles(second));
    assertThat(seen).isEqualTo(posted);
    assertThat(second).doesNotContain("rel=\"next\"").contains(">Newest</a>");
  }

  private static Set<String> tiles(String page) {
    Set<String> found = new HashSet<>();
    Matcher tile = Pattern.compile("class=\"frame\" href=\"([^\"]+)\"").matcher(page);
    while (tile.find()) {
      found.add(tile.group(1));
    }
    return found;
  }

  @Test
  void site_smallFiles_areThere() {
    assertThat(open("/robots.txt").text()).contains("Disallow: /api/");
    assertThat(open("/favicon.ico").header("Location")).startsWith("/assets/icon-");
    JsonNode manifest = open("/manifest.webmanifest").json();
    assertThat(manifest.get("start_url").asText()).isEqualTo("/");
    assertThat(open(manifest.at("/icons/0/src").asText()).status()).isEqualTo(200);
  }
}
