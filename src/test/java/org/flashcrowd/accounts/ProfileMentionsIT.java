package org.flashcrowd.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/** Names in what people write about themselves. */
class ProfileMentionsIT {
  @Test
  void note_namesOfThoseWhoAreHere_areLinks() {
    try (TestServer server = TestServer.start()) {
      ApiClient alice = server.client().as(server.signUp("alice"));
      server.signUp("Bob");

      JsonNode self =
          alice
              .json(
                  "PATCH",
                  "/api/v1/accounts/update_credentials",
                  Map.of(
                      "note",
                      "With @bob, @nobody and @bob@elsewhere.example",
                      "fields_attributes",
                      List.of(Map.of("name", "With", "value", "@BOB"))))
              .json();

      assertThat(self.get("note").asText())
          .contains("/@bob\" class=\"mention u-url\"", "@nobody")
          .doesNotContain("/@nobody", "elsewhere.example\"");
      assertThat(self.at("/fields/0/value").asText()).contains("/@BOB\"");
      JsonNode again = server.client().get("/api/v1/accounts/" + self.get("id").asText()).json();
      assertThat(again.get("note")).isEqualTo(self.get("note"));
    }
  }
}
