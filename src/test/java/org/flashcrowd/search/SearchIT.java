package org.flashcrowd.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class SearchIT {
  private static TestServer server;
  private static ApiClient anna;
  private static ApiClient bob;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    anna = server.client().as(server.signUp("anna"));
    bob = server.client().as(server.signUp("bob_berg"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static ApiClient.Answer search(ApiClient client, String q, String more) {
    return client.get("/api/v2/search?q=" + encode(q) + more);
  }

  private static List<String> posts(ApiClient client, String q, String more) {
    return found(search(client, q, "&type=statuses" + more), "statuses", "id");
  }

  private static List<String> posts(ApiClient client, String q) {
    return posts(client, q, "");
  }

  private static List<String> people(ApiClient client, String q) {
    return found(search(client, q, "&type=accounts"), "accounts", "acct");
  }

  private static List<String> tags(ApiClient client, String q) {
    return found(search(client, q, "&type=hashtags"), "hashtags", "name");
  }

  private static List<String> found(ApiClient.Answer answer, String sort, String field) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> found = new ArrayList<>();
    answer.json().get(sort).forEach(one -> found.add(one.get(field).asText()));
    return found;
  }

  private static JsonNode post(ApiClient client, String text, String... more) {
    Map<String, String> fields = new HashMap<>(Map.of("status", text));
    for (int i = 0; i < more.length; i += 2) {
      fields.put(more[i], more[i + 1]);
    }
    ApiClient.Answer answer = client.post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static String id(JsonNode json) {
    return json.get("id").asText();
  }

  private static String me(ApiClient client) {
    return id(client.get("/api/v1/accounts/verify_credentials").json());
  }

  @Test
  void posts_words_areFoundWhateverTheirCaseAndAccents() {
    String cafe = id(post(anna, "A quiet Café by the Kanal, naïve and blue"));
    String tokyo = id(post(anna, "夜の東京タワー"));
    Queue.settle(server);

    assertThat(posts(bob, "CAFE naive")).containsExactly(cafe);
    assertThat(posts(bob, "\"quiet cafe\"")).containsExactly(cafe);
    assertThat(posts(bob, "\"cafe quiet\"")).isEmpty();
    assertThat(posts(bob, "cafe -kanal")).isEmpty();
    assertThat(posts(bob, "kana*")).containsExactly(cafe);
    assertThat(posts(bob, "東京タワー")).containsExactly(tokyo);
    assertThat(posts(bob, "京")).containsExactly(tokyo);
    assertThat(posts(bob, "京東")).isEmpty();
  }

  @Test
  void posts_description_isSearchedToo() {
    String photo =
        id(
            anna.upload(
                    "POST",
                    "/api/v2/media",
                    "file",
                    Pictures.jpeg(300, 200),
                    Map.of("description", "A lighthouse on Skerryvore"))
                .json());
    Uploads.until(() -> anna.get("/api/v1/media/" + photo).status() == 200);
    String post = id(post(anna, "Far out", "media_ids[]", photo));
    Queue.settle(server);

    assertThat(posts(bob, "skerryvore")).containsExactly(post);
    assertThat(posts(bob, "skerryvore has:media")).containsExactly(post);
    assertThat(posts(bob, "skerryvore -has:media")).isEmpty();
  }

  @Test
  void posts_operators_narrowDown() {
    String one = id(post(anna, "quagga #zebra", "language", "de"));
    String two = id(post(bob, "quagga answer", "in_reply_to_id", one, "language", "en"));
    String three = id(post(bob, "quagga hidden", "sensitive", "true", "language", "en"));
    Queue.settle(server);

    assertThat(posts(bob, "quagga")).containsExactly(three, two, one);
    assertThat(posts(bob, "quagga from:anna")).containsExactly(one);
    assertThat(posts(bob, "quagga -from:@anna")).containsExactly(three, two);
    assertThat(posts(bob, "quagga from:me is:reply")).containsExactly(two);
    assertThat(posts(bob, "quagga is:sensitive")).containsExactly(three);
    assertThat(posts(bob, "quagga language:de")).containsExactly(one);
    assertThat(posts(bob, "quagga #zebra")).containsExactly(one);
    assertThat(posts(bob, "quagga from:nobody")).isEmpty();
    assertThat(posts(bob, "quagga from:anna from:me")).isEmpty();
    assertThat(posts(bob, "quagga has:poll")).isEmpty();
    assertThat(posts(bob, "quagga after:2020-01-01 before:2099-01-01")).hasSize(3);
    assertThat(posts(bob, "quagga before:2020-01-01")).isEmpty();
    assertThat(posts(bob, "quagga", "&account_id=" + me(anna))).containsExactly(one);
    assertThat(posts(bob, "quagga in:library")).containsExactly(three, two);
    assertThat(posts(bob, "quagga in:public -is:reply")).containsExactly(three, one);
    assertThat(search(bob, "quagga", "&account_id=abc").status()).isEqualTo(404);
  }

  @Test
  void posts_pages_areWalkedByIdAndOffset() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(id(post(anna, "okapi number " + i)));
    }
    Queue.settle(server);

    assertThat(posts(bob, "okapi", "&limit=2")).isEqualTo(ids.subList(0, 2));
    assertThat(posts(bob, "okapi", "&limit=2&offset=2")).isEqualTo(ids.subList(2, 4));
    assertThat(posts(bob, "okapi", "&limit=2&max_id=" + ids.get(1))).isEqualTo(ids.subList(2, 4));
    assertThat(posts(bob, "okapi", "&limit=2&min_id=" + ids.get(4))).isEqualTo(ids.subList(2, 4));
    assertThat(posts(bob, "okapi", "&max_id=" + ids.get(1) + "&min_id=" + ids.get(4)))
        .isEqualTo(ids.subList(2, 4));
    assertThat(posts(bob, "okapi", "&offset=100000")).isEmpty();
    assertThat(found(search(bob, "okapi", "&offset=4"), "statuses", "id")).hasSize(5);
  }

  /** Whose posts can be found is their own decision; one's own library always is. */
  @Test
  @Proves(Promise.ONE_VISIBILITY_RULE)
  void posts_whatViewerMayNotFind_staysHidden() {
    String open = id(post(anna, "axolotl open"));
    String unlisted = id(post(anna, "axolotl unlisted", "visibility", "unlisted"));
    String followers = id(post(anna, "axolotl followers", "visibility", "private"));
    String direct = id(post(anna, "axolotl for @bob_berg", "visibility", "direct"));
    ApiClient carol = server.client().as(server.signUp("carol"));
    Queue.settle(server);

    assertThat(posts(anna, "axolotl")).containsExactly(direct, followers, unlisted, open);
    assertThat(posts(bob, "axolotl")).containsExactly(direct, open);
    assertThat(posts(carol, "axolotl")).containsExactly(open);
    assertThat(posts(server.client(), "axolotl")).isEmpty();

    carol.post("/api/v1/statuses/" + unlisted + "/favourite");
    assertThat(posts(carol, "axolotl")).containsExactly(unlisted, open);
    assertThat(posts(carol, "axolotl in:library")).containsExactly(unlisted);

    anna.form("PATCH", "/api/v1/accounts/update_credentials", Map.of("indexable", "false"));
    assertThat(posts(carol, "axolotl")).containsExactly(unlisted);
    anna.form("PATCH", "/api/v1/accounts/update_credentials", Map.of("indexable", "true"));

    anna.post("/api/v1/accounts/" + me(carol) + "/block");
    assertThat(posts(carol, "axolotl")).isEmpty();
    anna.post("/api/v1/accounts/" + me(carol) + "/unblock");
    carol.post("/api/v1/accounts/" + me(anna) + "/mute");
    assertThat(posts(carol, "axolotl")).isEmpty();
    carol.post("/api/v1/accounts/" + me(anna) + "/unmute");

    anna.delete("/api/v1/statuses/" + open);
    assertThat(posts(carol, "axolotl")).containsExactly(unlisted);
    Queue.settle(server);
    assertThat(posts(anna, "axolotl")).containsExactly(direct, followers, unlisted);
  }

  @Test
  void accounts_bestFirst_nameThenFollowedThenBeginning() {
    ApiClient reader = server.client().as(server.signUp("reader1"));
    server.signUp("mila");
    String stranger = server.signUp("milano");
    String friend = server.signUp("camila");
    ApiClient accented = server.client().as(server.signUp("zz_top"));
    accented.form(
        "PATCH", "/api/v1/accounts/update_credentials", Map.of("display_name", "Mílà Анна Ørsted"));
    reader.post("/api/v1/accounts/" + me(server.client().as(friend)) + "/follow");
    assertThat(me(server.client().as(stranger))).isNotEmpty();

    assertThat(people(reader, "mila")).containsExactly("mila", "camila", "milano", "zz_top");
    assertThat(people(reader, "@mila")).startsWith("mila");
    assertThat(people(reader, "анна")).containsExactly("zz_top");
    assertThat(people(reader, "orsted")).containsExactly("zz_top");
    assertThat(people(server.client(), "milanno")).contains("milano");
    assertThat(found(search(reader, "mil", "&type=accounts&following=true"), "accounts", "acct"))
        .containsExactly("camila");
    assertThat(found(search(reader, "mila", "&type=accounts&limit=1&offset=1"), "accounts", "acct"))
        .containsExactly("camila");
    assertThat(reader.get("/api/v1/accounts/search?q=mila").json())
        .extracting(account -> account.get("acct").asText())
        .containsExactly("mila", "camila", "milano", "zz_top");
  }

  @Test
  void addresses_wholeOnes_meanOneAccount() {
    String host = server.client().get("/api/v2/instance").json().get("domain").asText();

    assertThat(people(bob, "@anna@" + host)).containsExactly("anna");
    assertThat(people(bob, "ANNA@" + host)).containsExactly("anna");
    assertThat(people(bob, "anna@elsewhere.example")).isEmpty();
  }

  @Test
  void urls_ofThisServer_areResolvedForWhoMaySee() {
    JsonNode open = post(anna, "resolve me");
    JsonNode direct = post(anna, "only me", "visibility", "direct");
    String url = open.get("url").asText();
    String profile = url.substring(0, url.lastIndexOf('/'));

    assertThat(found(search(bob, url, "&resolve=true"), "statuses", "id"))
        .containsExactly(id(open));
    assertThat(found(search(bob, open.get("uri").asText(), "&resolve=1"), "statuses", "id"))
        .containsExactly(id(open));
    assertThat(found(search(bob, profile, "&resolve=true"), "accounts", "acct"))
        .containsExactly("anna");
    assertThat(found(search(bob, direct.get("url").asText(), "&resolve=true"), "statuses", "id"))
        .isEmpty();
    assertThat(found(search(anna, direct.get("url").asText(), "&resolve=true"), "statuses", "id"))
        .containsExactly(id(direct));
    assertThat(
            found(
                search(bob, url.replace("@anna", "@bob_berg"), "&resolve=true"), "statuses", "id"))
        .isEmpty();
    assertThat(found(search(bob, "https://x.example/@anna/1", "&resolve=true"), "statuses", "id"))
        .isEmpty();
    assertThat(search(bob, url, "").json().get("statuses")).isEmpty();
  }

  @Test
  void hashtags_part_isFoundBeginningFirst() {
    post(anna, "#Lightning #moonlight #light");
    post(anna, "#moonlight #Été");
    Queue.settle(server);

    assertThat(tags(bob, "light")).containsExactly("light", "lightning", "moonlight");
    assertThat(tags(server.client(), "#LIGHT")).hasSize(3);
    assertThat(tags(bob, "ete")).containsExactly("été");
    assertThat(tags(bob, "li")).contains("light", "lightning");
    assertThat(tags(bob, "%")).isEmpty();
    JsonNode tag = search(bob, "moonlight", "&type=hashtags").json().get("hashtags").get(0);
    assertThat(tag.get("url").asText()).endsWith("/tags/moonlight");
    assertThat(tag.get("history")).hasSize(7);
    assertThat(tag.get("history").get(0).get("uses").asText()).isEqualTo("2");
  }

  /** pixelfed-rn takes slices of all three lists whatever was asked for. */
  @Test
  void search_pixelfedRn_getsThreeLists() {
    JsonNode answer = bob.get("/api/v2/search?q=nothingatall&_pe=1&resolve=1").json();

    assertThat(answer.get("accounts")).isEmpty();
    assertThat(answer.get("statuses")).isEmpty();
    assertThat(answer.get("hashtags")).isEmpty();
  }

  @Test
  void search_withoutAccount_mayNotResolveOrSkip() {
    assertThat(search(server.client(), "anna", "").status()).isEqualTo(200);
    assertThat(search(server.client(), "anna", "&resolve=true").status()).isEqualTo(401);
    assertThat(search(server.client(), "anna", "&type=accounts&offset=1").status()).isEqualTo(401);
    assertThat(search(server.client().as("nonsense"), "anna", "").status()).isEqualTo(401);
  }

  @Test
  void search_badInput_isRefused() {
    assertThat(bob.get("/api/v2/search").status()).isEqualTo(422);
    assertThat(search(bob, " ", "").status()).isEqualTo(422);
    assertThat(search(bob, "x".repeat(501), "").status()).isEqualTo(422);
    assertThat(search(bob, "a\u0000b", "").status()).isEqualTo(422);
    assertThat(search(bob, "x", "&type=everything").status()).isEqualTo(422);
    assertThat(search(bob, "x", "&max_id=x").status()).isEqualTo(400);
    assertThat(search(bob, "x", "&limit=x").status()).isEqualTo(400);
    assertThat(search(bob, "from:a from:b from:c from:d from:e from:f", "").status())
        .isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "_",
        "'",
        "\\",
        "\\'",
        "' & !x | (",
        "a:* <-> b",
        ":*",
        "!",
        "a & b",
        "\"",
        "\"'\"",
        "-",
        "--",
        "-x",
        "-\"\"",
        "@",
        "@@",
        "#",
        "#'",
        "from:",
        "from:'",
        "before:9999-99-99",
        "language:'",
        "\uD83D",
        "\u202e",
        "x*",
        "*",
        "😀",
        "a@b@c",
        "::",
        "has:media"
      })
  void search_hostileText_isAnswered(String q) {
    assertThat(search(bob, q, "").status()).as(q).isEqualTo(200);
  }
}
