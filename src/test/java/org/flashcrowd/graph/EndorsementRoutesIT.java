package org.flashcrowd.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endorsements and blocked domains. */
class EndorsementRoutesIT {
  private static final TestServer SERVER = TestServer.start();
  private static final ApiClient ANYBODY = SERVER.client();
  private static int people;

  private ApiClient anna = ANYBODY;
  private String annaId = "";
  private ApiClient berta = ANYBODY;
  private String bertaId = "";

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @BeforeEach
  void people() {
    anna = signUp();
    annaId = id(anna);
    berta = signUp();
    bertaId = id(berta);
    act(anna, bertaId, "follow");
  }

  private static ApiClient signUp() {
    return ANYBODY.as(SERVER.signUp("person" + people++));
  }

  private static String id(ApiClient who) {
    return who.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  private static ApiClient.Answer act(ApiClient who, String target, String action) {
    return who.post("/api/v1/accounts/" + target + "/" + action);
  }

  private static List<String> ids(ApiClient.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> ids = new ArrayList<>();
    answer.json().forEach(account -> ids.add(account.get("id").asText()));
    return ids;
  }

  @ParameterizedTest
  @CsvSource({"pin, unpin", "endorse, unendorse"})
  void endorse_followed_isShownUntilTakenBack(String add, String remove) {
    assertThat(act(anna, bertaId, add).json().get("endorsed").asBoolean()).isTrue();
    assertThat(act(anna, bertaId, add).status()).isEqualTo(200);

    assertThat(ids(anna.get("/api/v1/endorsements"))).containsExactly(bertaId);
    String path = "/api/v1/accounts/" + annaId + "/endorsements";
    assertThat(ids(ANYBODY.get(path))).containsExactly(bertaId);
    act(berta, annaId, "block");
    assertThat(ids(berta.get("/api/v1/endorsements"))).isEmpty();
    act(berta, annaId, "unblock");
    act(anna, bertaId, "follow");
    act(anna, bertaId, add);

    assertThat(act(anna, bertaId, remove).json().get("endorsed").asBoolean()).isFalse();
    assertThat(ids(ANYBODY.get(path))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unfollow", "block"})
  void endorsement_ofSomebodyFollowedNoMore_ends(String action) {
    act(anna, bertaId, "endorse");

    assertThat(act(anna, bertaId, action).json().get("endorsed").asBoolean()).isFalse();
    assertThat(ids(anna.get("/api/v1/endorsements"))).isEmpty();
  }

  @Test
  void endorse_strangerOrOneself_is422_andNobody_is404() {
    String stranger = id(signUp());

    assertThat(act(anna, stranger, "endorse").status()).isEqualTo(422);
    assertThat(act(anna, annaId, "pin").status()).isEqualTo(422);
    assertThat(act(anna, "1", "endorse").status()).isEqualTo(404);
    assertThat(act(anna, "x", "unpin").status()).isEqualTo(404);
    assertThat(ANYBODY.get("/api/v1/accounts/1/endorsements").status()).isEqualTo(404);
    assertThat(anna.get("/api/v1/endorsements?max_id=x").status()).isEqualTo(400);
  }

  @Test
  void endorsements_pages_areLinked() {
    String second = id(signUp());
    act(anna, second, "follow");
    act(anna, bertaId, "endorse");
    act(anna, second, "endorse");

    ApiClient.Answer first = anna.get("/api/v1/endorsements?limit=1");
    assertThat(ids(first)).containsExactly(second);
    String link = String.valueOf(first.header("Link"));
    String next = link.substring(link.indexOf("max_id="), link.indexOf('>'));
    assertThat(ids(anna.get("/api/v1/endorsements?limit=1&" + next))).containsExactly(bertaId);
  }

  @Test
  void identityProofs_ofAnybody_areNone() {
    String path = "/api/v1/accounts/" + bertaId + "/identity_proofs";

    assertThat(anna.get(path).json()).isEmpty();
    assertThat(anna.get("/api/v1/accounts/1/identity_proofs").status()).isEqualTo(404);
    assertThat(ANYBODY.get(path).status()).isEqualTo(401);
  }

  @Test
  void everything_withoutToken_is401() {
    for (String action : List.of("pin", "unpin", "endorse", "unendorse")) {
      assertThat(act(ANYBODY, bertaId, action).status()).as(action).isEqualTo(401);
    }
    assertThat(ANYBODY.get("/api/v1/endorsements").status()).isEqualTo(401);
    assertThat(ANYBODY.get("/api/v1/domain_blocks").status()).isEqualTo(401);
    assertThat(ANYBODY.post("/api/v1/domain_blocks", Map.of("domain", "a.example")).status())
        .isEqualTo(401);
    assertThat(ANYBODY.delete("/api/v1/domain_blocks?domain=a.example").status()).isEqualTo(401);
  }

  /** Elk and Tusky keep a list of these; it comes back as it was written. */
  @Test
  void domainBlocks_areKeptForEachAccount() {
    assertThat(anna.post("/api/v1/domain_blocks", Map.of("domain", "One.example")).text())
        .isEqualTo("{}");
    anna.json("POST", "/api/v1/domain_blocks", Map.of("domain", "two.example"));
    assertThat(anna.post("/api/v1/domain_blocks", Map.of("domain", "one.example")).status())
        .isEqualTo(200);

    assertThat(anna.get("/api/v1/domain_blocks").text())
        .isEqualTo("[\"two.example\",\"one.example\"]");
    assertThat(anna.get("/api/v1/domain_blocks?limit=1").header("Link")).contains("max_id=");
    assertThat(berta.get("/api/v1/domain_blocks").json()).isEmpty();
    assertThat(anna.json("DELETE", "/api/v1/domain_blocks", Map.of("domain", "ONE.example")).text())
        .isEqualTo("{}");
    assertThat(anna.delete("/api/v1/domain_blocks?domain=two.example").status()).isEqualTo(200);
    assertThat(anna.delete("/api/v1/domain_blocks?domain=two.example").status()).isEqualTo(200);
    assertThat(anna.get("/api/v1/domain_blocks").json()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b.example", "a\u0000b", "https://a.example/"})
  void domainBlocks_whatIsNoDomain_is422(String domain) {
    assertThat(anna.post("/api/v1/domain_blocks", Map.of("domain", domain)).status())
        .isEqualTo(422);
    assertThat(anna.form("DELETE", "/api/v1/domain_blocks", Map.of("domain", domain)).status())
        .isEqualTo(422);
  }
}
