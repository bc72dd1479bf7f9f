package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Mailbox;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Archives and imports, as browsers use them; beside the pages for signing in. */
class PortabilityIT {
  private static final String EXPORT = "/settings/export";
  private static final String IMPORT = "/settings/import";
  private static TestServer server;
  private static String host;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    host = server.client().get("/api/v2/instance").json().get("domain").asText();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void export_everything_isInTheArchive() throws IOException {
    ApiClient anna = server.client().as(server.signUp("anna"));
    String berta = id(server.client().as(server.signUp("berta")));
    String carla = id(server.client().as(server.signUp("carla")));
    anna.post("/api/v1/accounts/%s/follow".formatted(berta), Map.of("reblogs", "false"));
    anna.post("/api/v1/accounts/%s/mute".formatted(carla), Map.of("notifications", "false"));
    JsonNode photo = Uploads.ready(anna, Pictures.jpeg(320, 240));
    String post =
        anna.post(
                "/api/v1/statuses",
                Map.of("status", "a photo", "media_ids[]", photo.get("id").asText()))
            .json()
            .get("id")
            .asText();
    anna.post("/api/v1/statuses", Map.of("status", "just words", "visibility", "direct"));
    anna.post("/api/v1/statuses/%s/bookmark".formatted(post), Map.of());
    TestBrowser browser = signedIn("anna");

    assertThat(browser.submit(browser.open(EXPORT), EXPORT, Map.of()).status()).isEqualTo(302);
    Queue.settle(server);
    assertThat(Mailbox.latest(server, "anna@example.org").link()).isEqualTo(EXPORT);
    String link = TestBrowser.document(browser.open(EXPORT)).select("a[download]").attr("href");
    ApiClient.Answer answer = browser.open(link);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Disposition")).contains("archive-anna.zip");
    Map<String, byte[]> archive = unzip(answer.bytes());
    assertThat(text(archive, "following_accounts.csv"))
        .isEqualTo(
            "Account address,Show boosts,Notify on new posts,Languages\nberta@%s,false,false,\n"
                .formatted(host));
    assertThat(text(archive, "muted_accounts.csv"))
        .isEqualTo("Account address,Hide notifications\ncarla@%s,false\n".formatted(host));
    assertThat(text(archive, "bookmarks.csv")).endsWith("/@anna/" + post + "\n");
    JsonNode posts = Json.MAPPER.readTree(archive.get("posts.json"));
    assertThat(posts).hasSize(2);
    assertThat(posts.get(0).get("id").asText()).isEqualTo(post);
    assertThat(archive.get("media/" + photo.get("id").asText() + ".jpg")).startsWith(0xFF, 0xD8);
    assertThat(Json.MAPPER.readTree(archive.get("profile.json")).get("username").asText())
        .isEqualTo("anna");
  }

  @Test
  void export_somebodyElses_is404() {
    server.signUp("dora");
    TestBrowser dora = signedIn("dora");
    dora.submit(dora.open(EXPORT), EXPORT, Map.of());
    Queue.settle(server);
    String link = TestBrowser.document(dora.open(EXPORT)).select("a[download]").attr("href");
    server.signUp("emma");

    assertThat(signedIn("emma").open(link).status()).isEqualTo(404);
    assertThat(new TestBrowser(server).open(link).status()).isEqualTo(302);
    assertThat(dora.open("/settings/export/1/archive.zip").status()).isEqualTo(404);
    assertThat(server.client().get(link.replace(EXPORT, "/media")).status()).isEqualTo(404);
  }

  @Test
  void export_twiceADay_isRefused() {
    server.signUp("frieda");
    TestBrowser browser = signedIn("frieda");
    browser.submit(browser.open(EXPORT), EXPORT, Map.of());

    ApiClient.Answer again = browser.submit(browser.open(EXPORT), EXPORT, Map.of());

    assertThat(again.status()).isEqualTo(422);
    assertThat(again.text()).contains("one archive a day");
  }

  @Test
  void export_afterSevenDaysOrTheAccountsEnd_isGone() throws IOException {
    server.signUp("greta");
    TestBrowser browser = signedIn("greta");
    browser.submit(browser.open(EXPORT), EXPORT, Map.of());
    Queue.settle(server);
    assertThat(archives()).anyMatch(name -> name.endsWith(".zip"));
    AuthDatabase.execute(server, "UPDATE job SET run_at = now() WHERE kind = 'portability.expire'");
    Eventually.within(
        "expired",
        () ->
            AuthDatabase.column(
                    server, "SELECT count(*) FROM job WHERE kind = 'portability.expire'")
                .getFirst()
                .equals("0"));

    assertThat(TestBrowser.document(browser.open(EXPORT)).select("a[download]")).isEmpty();
    assertThat(AuthDatabase.column(server, "SELECT file FROM export WHERE file IS NOT NULL"))
        .isEmpty();
    assertThat(archives()).isEmpty();
  }

  @Test
  void import_follows_areAddedAndCounted() throws Exception {
    String token = server.signUp("hanna");
    String ida = id(server.client().as(server.signUp("ida")));
    server.signUp("jana");
    TestBrowser browser = signedIn("hanna");

    ApiClient.Answer taken =
        bring(
            browser,
            "following",
            "\uFEFFAccount address,Show boosts\nida@%s,false\n@jana,true\nsomebody@elsewhere.example,true\nnobody,true\n"
                .formatted(host));
    assertThat(taken.status()).as(taken.text()).isEqualTo(302);
    Queue.settle(server);

    assertThat(browser.open(IMPORT).text()).contains("2 of 4 found here");
    JsonNode relationship =
        server.client().as(token).get("/api/v1/accounts/relationships?id[]=" + ida).json().get(0);
    assertThat(relationship.get("following").asBoolean()).isTrue();
    assertThat(relationship.get("showing_reblogs").asBoolean()).isFalse();
  }

  @Test
  void import_mutesBlocksAndBookmarks_areBroughtIn() throws Exception {
    ApiClient karla = server.client().as(server.signUp("karla"));
    ApiClient lena = server.client().as(server.signUp("lena"));
    String post =
        lena.post("/api/v1/statuses", Map.of("status", "words")).json().get("id").asText();
    String url = lena.get("/api/v1/statuses/" + post).json().get("url").asText();
    TestBrowser browser = signedIn("karla");

    bring(browser, "bookmarks", url + "\nhttps://elsewhere.example/@x/1\n");
    Queue.settle(server);
    assertThat(karla.get("/api/v1/bookmarks").json()).hasSize(1);
    bring(browser, "muting", "lena\n");
    Queue.settle(server);
    assertThat(karla.get("/api/v1/mutes").json()).hasSize(1);
    bring(browser, "blocking", "lena\n");
    Queue.settle(server);
    assertThat(karla.get("/api/v1/blocks").json()).hasSize(1);
  }

  @Test
  void import_badInput_isSaidAndLosesNothing() throws Exception {
    server.signUp("maria");
    TestBrowser browser = signedIn("maria");

    assertThat(bring(browser, "following", "").status()).isEqualTo(422);
    assertThat(bring(browser, "following", "Account address\n").text()).contains("no address");
    assertThat(bring(browser, "nothing", "a\n").text()).contains("Please say what");
    assertThat(bring(browser, "following", "a\n".repeat(20_001)).text()).contains("20000 lines");
    assertThat(bring(browser, "following", "\0\n\"a\0,b").status()).isEqualTo(302);
    assertThat(bring(new TestBrowser(server), "following", "a\n").status()).isEqualTo(422);
  }

  private static ApiClient.Answer bring(TestBrowser browser, String kind, String file)
      throws Exception {
    String csrf =
        TestBrowser.document(
                browser.open(browser.cookies.containsKey("session") ? IMPORT : "/auth/sign_in"))
            .select("input[name=csrf]")
            .attr("value");
    String part = "--b\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n";
    String body =
        part.formatted("csrf", "", browser.cookies.containsKey("session") ? csrf : "x")
            + part.formatted("kind", "", kind)
            + part.formatted("file", "; filename=\"list.csv\"\r\nContent-Type: text/csv", file)
            + "--b--\r\n";
    StringBuilder cookies = new StringBuilder();
    browser.cookies.forEach((name, value) -> cookies.append(name + "=" + value + "; "));
    return server
        .client()
        .send(
            server
                .client()
                .request(IMPORT)
                .header("Cookie", cookies.toString())
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(body)));
  }

  private static java.util.List<String> archives() throws IOException {
    try (Stream<java.nio.file.Path> files =
        Files.list(server.data().resolve("media").resolve("archives"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    }
    return entries;
  }

  private static String text(Map<String, byte[]> archive, String name) {
    return new String(archive.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
  }

  private static TestBrowser signedIn(String name) {
    TestBrowser browser = new TestBrowser(server);
    browser.signIn("/auth/sign_in", name);
    return browser;
  }

  private static String id(ApiClient client) {
    return client.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }
}
