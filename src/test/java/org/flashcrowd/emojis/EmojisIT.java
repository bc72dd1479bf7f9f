package org.flashcrowd.emojis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flashcrowd.testing.TestServer.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.ApiClient.Answer;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // Set up by JUnit.
class EmojisIT {
  private static final String EMOJIS = "/api/v1/custom_emojis";

  @TempDir private static Path folder;
  private static TestServer server;
  private static ApiClient alice;
  private static Database database;
  private static EmojiAdmin admin;

  @BeforeAll
  static void setUp() {
    server = TestServer.start();
    alice = server.client().as(server.signUp("alice"));
    Config config = Config.load(null, Map.of("FLASHCROWD_DATA_DIR", server.data().toString()));
    database =
        Database.open(
            server.server().vertx(),
            server.services().database().value(),
            config.database(),
            new SimpleMeterRegistry());
    admin = new EmojiAdmin(server.server().vertx(), config, database);
  }

  @AfterAll
  static void tearDown() {
    await(database.close());
    server.close();
  }

  @Test
  void add_picture_isOfferedAndServedAndShownWhereItIsWritten() throws IOException {
    await(admin.add("sunset", file("sunset.png", Pictures.png(64, 64)), "Nature"));
    JsonNode emoji = eventually("sunset", true);

    assertThat(emoji.get("category").asText()).isEqualTo("Nature");
    assertThat(emoji.get("static_url")).isEqualTo(emoji.get("url"));
    String path = URI.create(emoji.get("url").asText()).getPath();
    Answer picture = server.client().get(path);
    assertThat(picture.header("Content-Type")).isEqualTo("image/png");
    assertThat(picture.header("Cache-Control")).contains("immutable");
    assertThat(picture.header("Content-Security-Policy")).contains("sandbox");
    assertThat(server.client().get(path.replace(".png", ".jpg")).status()).isEqualTo(404);

    JsonNode status =
        alice
            .post("/api/v1/statuses", Map.of("status", "a :sunset:", "spoiler_text", ":other:"))
            .json();
    assertThat(status.get("emojis")).containsExactly(emoji);
    JsonNode self =
        alice
            .form(
                "PATCH",
                "/api/v1/accounts/update_credentials",
                Map.of(
                    "display_name",
                    "Alice :sunset:",
                    "fields_attributes[0][name]",
                    ":sunset:",
                    "fields_attributes[0][value]",
                    "x"))
            .json();
    assertThat(self.get("emojis")).containsExactly(emoji);
    JsonNode shown = server.client().get("/api/v1/statuses/" + status.get("id").asText()).json();
    assertThat(shown.get("emojis")).containsExactly(emoji);
    assertThat(shown.at("/account/emojis")).containsExactly(emoji);

    await(admin.remove("sunset"));
    eventually("sunset", false);
    assertThat(server.client().get(path).status()).isEqualTo(404);
    assertThatThrownBy(() -> await(admin.remove("sunset"))).hasMessageContaining("not found");
  }

  @Test
  void add_whatCannotBeUsed_isRefusedAndLeavesNothing() throws IOException {
    Path png = file("ok.png", Pictures.png(32, 32));
    assertRefused("1", png, "shortcode");
    assertRefused("with-dash", png, "shortcode");
    assertRefused("photo", file("photo.jpg", Pictures.jpeg(32, 32)), "PNG, GIF or WebP");
    assertRefused("wide", file("wide.png", Pictures.png(1_200, 8)), "1024");
    assertRefused("large", file("large.png", new byte[300_000]), "256 KB");
    assertRefused("text", file("x.png", "x".getBytes(StandardCharsets.UTF_8)), "accepted");
    assertRefused("missing", folder.resolve("missing.png"), "no file");
    await(admin.add("taken", png, null));
    assertRefused("taken", png, "there already");
    assertThat(await(admin.list())).extracting(EmojiAdmin.Entry::shortcode).contains("taken");
    assertThat(png).exists();
  }

  private static void assertRefused(String shortcode, Path picture, String reason) {
    assertThatThrownBy(() -> await(admin.add(shortcode, picture, null)))
        .hasMessageContaining(reason);
  }

  /** The notification takes its way through PostgreSQL; each look is a round trip. */
  private static JsonNode eventually(String shortcode, boolean there) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < deadline) {
      JsonNode found = MissingNode.getInstance();
      for (JsonNode emoji : server.client().get(EMOJIS).json()) {
        found = emoji.get("shortcode").asText().equals(shortcode) ? emoji : found;
      }
      if (found.isMissingNode() != there) {
        return found;
      }
    }
    throw new AssertionError(shortcode + " there: " + !there);
  }

  private static Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
