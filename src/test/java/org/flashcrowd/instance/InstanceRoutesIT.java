package org.flashcrowd.instance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class InstanceRoutesIT {
  private static final TestServer SERVER =
      TestServer.start(
          Map.of(
              "FLASHCROWD_PUBLIC_URL", "https://photos.example",
              "FLASHCROWD_MEDIA_ATTACHMENTS_PER_STATUS", "7",
              "FLASHCROWD_INSTANCE_CONTACT_EMAIL", "help@photos.example"));
  private static final ApiClient ANYBODY = SERVER.client();

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @Test
  void instance_bothForms_haveWhatAppsDecode() {
    JsonNode current = ANYBODY.get("/api/v2/instance").json();
    JsonNode first = ANYBODY.get("/api/v1/instance").json();

    assertThat(current.get("domain").asText()).isEqualTo("photos.example");
    assertThat(current.at("/contact/email").asText()).isEqualTo("help@photos.example");
    assertThat(current.at("/registrations/enabled").asBoolean()).isTrue();
    assertThat(current.at("/thumbnail/url").asText()).startsWith("https://photos.example/");
    assertThat(first.get("uri").asText()).isEqualTo("photos.example");
    for (JsonNode form : List.of(current, first)) {
      JsonNode configuration = form.get("configuration");
      assertThat(configuration.at("/statuses/max_media_attachments").asInt()).isEqualTo(7);
      assertThat(configuration.at("/urls/streaming").asText()).isEqualTo("wss://photos.example");
      assertThat(configuration.at("/media_attachments/supported_mime_types"))
          .extracting(JsonNode::asText)
          .contains("image/jpeg", "image/png");
      assertThat(configuration.get("polls").get("max_options").isInt()).isTrue();
    }
  }

  /** Ice Cubes reads the first three characters as a number, and Phanpy hides much of Pixelfed. */
  @Test
  void version_iceCubes_readsThatGroupedNotificationsWork() {
    for (String path : List.of("/api/v2/instance", "/api/v1/instance")) {
      JsonNode instance = ANYBODY.get(path).json();
      String version = instance.get("version").asText();
      assertThat(version).startsWith("4.3.0 (compatible; Flashcrowd ").endsWith(")");
      assertThat(Double.parseDouble(version.substring(0, 3))).isEqualTo(4.3);
      assertThat(instance.toString()).doesNotContainIgnoringCase("pixelfed");
    }
    assertThat(ANYBODY.get("/api/v2/notifications").status()).isEqualTo(401);
  }

  /** Phanpy calls grouped notifications from 2 on; 3 and more promise what is not there. */
  @Test
  void apiVersions_phanpy_readsThatGroupedNotificationsWork() {
    assertThat(ANYBODY.get("/api/v2/instance").json().at("/api_versions/mastodon").asInt())
        .isEqualTo(2);
  }

  @Test
  void lists_nothingInThem_areEmpty() {
    for (String path :
        List.of(
            "instance/peers",
            "instance/rules",
            "instance/domain_blocks",
            "instance/translation_languages",
            "custom_emojis")) {
      assertThat(ANYBODY.get("/api/v1/" + path).json()).as(path).isEmpty();
    }
    assertThat(ANYBODY.get("/api/v1/announcements").status()).isEqualTo(401);
    assertThat(ANYBODY.as(SERVER.signUp("reader")).get("/api/v1/announcements").json()).isEmpty();
    assertThat(ANYBODY.get("/api/v1/instance/privacy_policy").json().get("content").asText())
        .isEmpty();
    assertThat(ANYBODY.get("/api/v1/instance/terms_of_service").status()).isEqualTo(404);
    assertThat(ANYBODY.get("/api/v1/instance/terms_of_service/2026-01-01").status()).isEqualTo(404);
    assertThat(ANYBODY.get("/api/nodeinfo/2.0.json").status()).isEqualTo(404);
    assertThat(ANYBODY.get("/api/v2/instance").json().at("/contact/account").isNull()).isTrue();
    assertThat(ANYBODY.get("/api/v1/instance/extended_description").json().get("content").asText())
        .startsWith("<p>");
    assertThat(ANYBODY.get("/health").text()).isEqualTo("OK");
  }

  @Test
  void nodeInfo_link_leadsToTheTruth() {
    String link = ANYBODY.get("/.well-known/nodeinfo").json().at("/links/0/href").asText();
    assertThat(link).startsWith("https://photos.example/");

    JsonNode document = ANYBODY.get(link.substring("https://photos.example".length())).json();

    assertThat(document.at("/software/name").asText()).isEqualTo("flashcrowd");
    assertThat(document.at("/usage/users/total").isNumber()).isTrue();
    assertThat(document.get("openRegistrations").asBoolean()).isTrue();
  }

  @Test
  void webFinger_accountHere_isFoundInEveryForm() {
    SERVER.signUp("finger");
    for (String resource :
        List.of(
            "acct:finger@photos.example",
            "acct:Finger@PHOTOS.example",
            "https://photos.example/@finger")) {
      JsonNode found = ANYBODY.get("/.well-known/webfinger?resource=" + resource).json();
      assertThat(found.get("subject").asText()).isEqualTo("acct:finger@photos.example");
      assertThat(found.at("/links/0/href").asText()).isEqualTo("https://photos.example/@finger");
    }
    assertThat(ANYBODY.get("/.well-known/webfinger").status()).isEqualTo(400);
    assertThat(ANYBODY.get("/.well-known/webfinger?resource=mailto:a@b").status()).isEqualTo(400);
    for (String nobody : List.of("acct:nobody@photos.example", "acct:finger@elsewhere.example")) {
      assertThat(ANYBODY.get("/.well-known/webfinger?resource=" + nobody).status()).isEqualTo(404);
    }
    assertThat(ANYBODY.get("/.well-known/host-meta").text())
        .contains("https://photos.example/.well-known/webfinger?resource={uri}");
  }
}
