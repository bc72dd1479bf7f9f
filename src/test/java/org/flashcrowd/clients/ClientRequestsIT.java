package org.flashcrowd.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What Elk, Phanpy, Tusky, Ice Cubes, toot, masto.js and pixelfed-rn send from their sign-in to
 * their sign-out, byte for byte as they write it, gets the answers that each of them needs: the
 * files in {@code contract/requests}.
 */
class ClientRequestsIT {
  private static final String PUBLIC_URL = "https://photos.example";

  private static TestServer server;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>();
    settings.put("FLASHCROWD_PUBLIC_URL", PUBLIC_URL);
    settings.put("FLASHCROWD_INSTANCE_PIXELFED_APPS", "true");
    settings.put("FLASHCROWD_INSTANCE_CONTACT_EMAIL", "help@photos.example");
    // Trap 18: as high as a suite of tests needs them.
    settings.put("FLASHCROWD_LIMITS_ENABLED", "true");
    for (String limit :
        new String[] {
          "ADDRESS_REQUESTS",
          "ACCOUNT_REQUESTS",
          "MEDIA",
          "SIGN_UP",
          "APP_REGISTRATION",
          "SIGN_IN",
          "SIGN_IN_EMAIL",
          "REPORTS"
        }) {
      settings.put("FLASHCROWD_LIMITS_" + limit, "100000/1h");
    }
    server = TestServer.start(settings);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicContainer> requests_ofEachClient_areAnsweredAsItNeeds() {
    return RequestShape.clients().stream()
        .map(
            client -> {
              ShapePlayer player = new ShapePlayer(server, PUBLIC_URL, client.replace('-', '_'));
              return dynamicContainer(
                  client,
                  RequestShape.of(client).stream()
                      .map(shape -> dynamicTest(shape.name(), () -> player.play(shape))));
            });
  }

  @Test
  void clients_ofTheContract_areAllThere() {
    assertThat(RequestShape.clients())
        .containsExactly("elk", "ice-cubes", "masto-js", "phanpy", "pixelfed-rn", "toot", "tusky");
  }
}
