package org.flashcrowd.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AccountRoutesIT {
  private static final TestServer SERVER =
      TestServer.start(Map.of("FLASHCROWD_PUBLIC_URL", "https://photos.example"));
  private static final ApiClient ANYBODY = SERVER.client();
  private static final ApiClient ANNA = ANYBODY.as(SERVER.signUp("anna"));
  private static final ApiClient ANNETTE = ANYBODY.as(SERVER.signUp("annette"));
  private static final String UPDATE = "/api/v1/accounts/update_credentials";

  @AfterAll
  static void close() {
    SERVER.close();
  }

  private static String id(ApiClient who) {
    return who.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  @Test
  void verify_ownToken_showsTheSource() {
    JsonNode own = ANNA.get("/api/v1/accounts/verify_credentials").json();

    assertThat(own.get("username").asText()).isEqualTo("anna");
    assertThat(own.at("/source/privacy").asText()).isEqualTo("public");
    assertThat(own.at("/role/id").asText()).isEqualTo("-99");
    assertThat(own.has("account")).isFalse();
  }

  @Test
  void everyRouteOfOnesOwn_withoutToken_is401() {
    assertThat(ANYBODY.get("/api/v1/accounts/verify_credentials").status()).isEqualTo(401);
    assertThat(ANYBODY.form("PATCH", UPDATE, Map.of("note", "x")).status()).isEqualTo(401);
    assertThat(ANYBODY.get("/api/v1/preferences").status()).isEqualTo(401);
    assertThat(ANYBODY.get("/api/v1/accounts/search?q=a").status()).isEqualTo(401);
    assertThat(ANYBODY.as("dead").get("/api/v1/accounts/" + id(ANNA)).status()).isEqualTo(401);
  }

  @Test
  void update_json_changesWhatWasSentAndNothingElse() {
    ApiClient carla = ANYBODY.as(SERVER.signUp("carla"));
    carla.json("PATCH", UPDATE, Map.of("display_name", " Carla ", "bot", true));

    JsonNode after =
        carla
            .json(
                "PATCH",
                UPDATE,
                Map.of(
                    "note",
                    "<b>light</b> & #fog",
                    "locked",
                    true,
                    "source",
                    Map.of("privacy", "private", "sensitive", true, "language", "de")))
            .json();

    assertThat(after.get("display_name").asText()).isEqualTo("Carla");
    assertThat(after.get("bot").asBoolean()).isTrue();
    assertThat(after.get("locked").asBoolean()).isTrue();
    assertThat(after.get("note").asText())
        .contains("&lt;b&gt;light&lt;/b&gt; &amp;")
        .contains("/tags/fog");
    assertThat(after.at("/source/note").asText()).isEqualTo("<b>light</b> & #fog");
    JsonNode preferences = carla.get("/api/v1/preferences").json();
    assertThat(preferences.get("posting:default:visibility").asText()).isEqualTo("private");
    assertThat(preferences.get("posting:default:sensitive").asBoolean()).isTrue();
    assertThat(preferences.get("posting:default:language").asText()).isEqualTo("de");

    carla.form("PATCH", UPDATE, Map.of("source[language]", ""));
    assertThat(carla.get("/api/v1/preferences").json().get("posting:default:language").isNull())
        .isTrue();
  }

  @Test
  void update_fieldsInEveryShape_areTaken() {
    List<ApiClient.Answer> answers =
        List.of(
            ANNA.json(
                "PATCH",
                UPDATE,
                "{\"fields_attributes\":[{\"name\":\"a\",\"value\":\"1\"},{\"name\":\"b\",\"value\":\"2\"}]}"),
            ANNA.json(
                "PATCH",
                UPDATE,
                "{\"fields_attributes\":{\"-9\":{\"name\":\"a\",\"value\":\"1\"},\"99999999999999999999\":{\"name\":\"b\",\"value\":\"2\"}}}"),
            ANNA.form(
                "PATCH",
                UPDATE
                    + "?fields_attributes[0][name]=a&fields_attributes[0][value]=1"
                        .replace("[", "%5B")
                        .replace("]", "%5D"),
                Map.of(
                    "fields_attributes[1][name]", "b",
                    "fields_attributes[1][value]", "2",
                    "fields_attributes[2][name]", "")));

    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).as(answer.text()).isEqualTo(200);
              assertThat(answer.json().at("/source/fields"))
                  .extracting(field -> field.get("name").asText() + field.get("value").asText())
                  .containsExactly("a1", "b2");
            });
    assertThat(ANNA.json("PATCH", UPDATE, "{\"fields_attributes\":[]}").json().get("fields"))
        .isEmpty();
  }

  @Test
  void update_badInput_is422AndChangesNothing() {
    ANNETTE.form("PATCH", UPDATE, Map.of("note", "kept"));
    List<ApiClient.Answer> refused =
        List.of(
            ANNETTE.form("PATCH", UPDATE, Map.of("display_name", "x".repeat(31))),
            ANNETTE.form("PATCH", UPDATE, Map.of("note", "x".repeat(501))),
            ANNETTE.form("PATCH", UPDATE, Map.of("note", "lost", "locked", "perhaps")),
            ANNETTE.form("PATCH", UPDATE, Map.of("note", "lost", "source[privacy]", "direct")),
            ANNETTE.form("PATCH", UPDATE, Map.of("note", "lost", "source[language]", "klingon")),
            ANNETTE.form("PATCH", UPDATE, Map.of("source", "text")),
            ANNETTE.form("PATCH", UPDATE, Map.of("fields_attributes[0][value]", "nameless")),
            ANNETTE.form("PATCH", UPDATE, Map.of("fields_attributes", "text")),
            ANNETTE.form("PATCH", UPDATE, Map.of("note", "a\0b")));

    assertThat(refused).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(422));
    JsonNode after = ANNETTE.get("/api/v1/accounts/verify_credentials").json();
    assertThat(after.at("/source/note").asText()).isEqualTo("kept");
  }

  @Test
  void show_account_isPublicAndIdsThatCannotBeAre404() {
    JsonNode shown = ANYBODY.get("/api/v1/accounts/" + id(ANNA)).json();

    assertThat(shown.get("acct").asText()).isEqualTo("anna");
    assertThat(shown.has("source")).isFalse();
    for (String none : List.of("1", "abc", "9223372036854775808", "-1")) {
      assertThat(ANYBODY.get("/api/v1/accounts/" + none).status()).as(none).isEqualTo(404);
    }
  }

  @Test
  void index_ids_areAnsweredInTheirOrder() {
    String anna = id(ANNA);
    String annette = id(ANNETTE);

    assertThat(
            ANYBODY
                .get(
                    "/api/v1/accounts?id[]=%s&id[]=1&id[]=%s"
                        .formatted(annette, anna)
                        .replace("[", "%5B")
                        .replace("]", "%5D"))
                .json())
        .extracting(account -> account.get("id").asText())
        .containsExactly(annette, anna);
    assertThat(ANYBODY.get("/api/v1/accounts").json()).isEmpty();
  }

  @Test
  void lookup_nameOrAddress_isFound() {
    for (String address : List.of("anna", "@Anna", "anna@photos.example", "@ANNA@Photos.Example")) {
      assertThat(ANYBODY.get("/api/v1/accounts/lookup?acct=" + address).json().get("id").asText())
          .as(address)
          .isEqualTo(id(ANNA));
    }
    for (String nobody : List.of("nobody", "anna@elsewhere.example", "%25", "a'b")) {
      assertThat(ANYBODY.get("/api/v1/accounts/lookup?acct=" + nobody).status())
          .as(nobody)
          .isEqualTo(404);
    }
    assertThat(ANYBODY.get("/api/v1/accounts/lookup").status()).isEqualTo(422);
  }

  @Test
  void search_prefix_findsNamesInOrder() {
    ANYBODY.as(SERVER.signUp("zoe")).form("PATCH", UPDATE, Map.of("display_name", "Anna Zoe"));

    assertThat(ANNA.get("/api/v1/accounts/search?q=ANN").json())
        .extracting(account -> account.get("acct").asText())
        .containsExactly("anna", "annette", "zoe");
    assertThat(ANNA.get("/api/v1/accounts/search?q=ann&limit=1&offset=1").json())
        .extracting(account -> account.get("acct").asText())
        .containsExactly("annette");
    assertThat(ANNA.get("/api/v1/accounts/search?q=ann&following=true").json()).isEmpty();
    for (String literal : List.of("%25", "_", "'", "", "%5C", "anna@elsewhere.example")) {
      assertThat(ANNA.get("/api/v1/accounts/search?q=" + literal).json()).as(literal).isEmpty();
    }
  }

  @Test
  void placeholders_ofNewAccount_arePictures() throws Exception {
    JsonNode anna = ANYBODY.get("/api/v1/accounts/" + id(ANNA)).json();
    for (String field : List.of("avatar", "header")) {
      String path = URI.create(anna.get(field).asText()).getPath();
      ApiClient.Answer picture = ANYBODY.get(path);
      assertThat(picture.header("Content-Type")).isEqualTo("image/png");
      assertThat(ImageIO.read(new ByteArrayInputStream(picture.bytes()))).isNotNull();
      assertThat(picture.bytes().length).isLessThan(20_000);
    }
    assertThat(anna.get("header").asText()).endsWith("/headers/original/missing.png");
    for (String none : List.of("16.png", "x.png", "1.gif", "..%2F1.png")) {
      assertThat(ANYBODY.get("/assets/avatars/original/" + none).status()).isEqualTo(404);
    }
  }

  /**
   * Phanpy asks for avatars by CORS to see whether they are transparent, and shows none otherwise.
   */
  @Test
  void placeholders_askedForByPhanpy_mayBeDrawnOnACanvasOfAnotherOrigin() {
    JsonNode anna = ANYBODY.get("/api/v1/accounts/" + id(ANNA)).json();
    for (String field : List.of("avatar", "avatar_static", "header", "header_static")) {
      ApiClient.Answer picture = ANYBODY.get(URI.create(anna.get(field).asText()).getPath());
      assertThat(picture.header("Access-Control-Allow-Origin")).as(field).isEqualTo("*");
    }
  }

  @Test
  void pictures_uploaded_areShownOnceReadyAndTakenAway() throws Exception {
    ApiClient dora = ANYBODY.as(SERVER.signUp("dora"));
    byte[] png = picture();

    ApiClient.Answer taken = dora.upload("PATCH", UPDATE, "avatar", png, Map.of("note", "me"));
    assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    assertThat(taken.json().at("/source/note").asText()).isEqualTo("me");
    assertThat(dora.upload("PATCH", UPDATE, "header", png, Map.of()).status()).isEqualTo(200);

    JsonNode shown = awaitPictures(dora);
    for (String field : List.of("avatar", "header")) {
      String url = shown.get(field).asText();
      ApiClient.Answer served = ANYBODY.get(URI.create(url).getPath());
      assertThat(served.status()).as(url).isEqualTo(200);
      assertThat(served.header("Content-Type")).startsWith("image/");
    }

    assertThat(dora.delete("/api/v1/profile/avatar").json().get("avatar").asText())
        .contains("/assets/avatars/");
    assertThat(dora.delete("/api/v1/profile/header").json().get("header").asText())
        .endsWith("/missing.png");
  }

  @Test
  void pictures_badInput_isRefusedAndTheRestOfTheChangeWithIt() {
    ApiClient emil = ANYBODY.as(SERVER.signUp("emil"));

    ApiClient.Answer refused =
        emil.upload("PATCH", UPDATE, "avatar", "<svg/>".getBytes(UTF_8), Map.of("note", "lost"));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(emil.get("/api/v1/accounts/verify_credentials").json().at("/source/note").asText())
        .isEmpty();
    for (String picture : List.of("avatar", "header")) {
      assertThat(ANYBODY.delete("/api/v1/profile/" + picture).status()).isEqualTo(401);
      assertThat(emil.delete("/api/v1/profile/" + picture).status()).isEqualTo(200);
    }
  }

  private static byte[] picture() throws IOException {
    BufferedImage image = new BufferedImage(600, 500, BufferedImage.TYPE_INT_RGB);
    image.setRGB(10, 10, 0x336699);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(image, "png", png);
    return png.toByteArray();
  }

  /** Until the image worker is done; each look waits for an answer of the server. */
  private static JsonNode awaitPictures(ApiClient who) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      JsonNode own = who.get("/api/v1/accounts/verify_credentials").json();
      if (own.get("avatar").asText().contains("/media/")
          && own.get("header").asText().contains("/media/")) {
        return own;
      }
    }
    throw new AssertionError("the pictures were not ready within 20 seconds");
  }
}
