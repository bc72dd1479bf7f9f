package org.flashcrowd.media;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.flashcrowd.testing.ApiClient;

/** Uploads through the API, for tests. */
public final class Uploads {
  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  private Uploads() {}

  /** Uploads a picture and waits until it is processed. */
  public static JsonNode ready(ApiClient client, byte[] picture) {
    return ready(client, client.upload("POST", "/api/v2/media", "file", picture, Map.of()));
  }

  /** Waits until an accepted upload is processed. */
  public static JsonNode ready(ApiClient client, ApiClient.Answer accepted) {
    if (accepted.status() != 202) {
      throw new AssertionError("not accepted (" + accepted.status() + "): " + accepted.text());
    }
    ApiClient.Answer answer = processed(client, accepted.json().get("id").asText());
    if (answer.status() != 200) {
      throw new AssertionError("not ready (" + answer.status() + "): " + answer.text());
    }
    return answer.json();
  }

  /** Asks as apps do, until the answer is no longer "still processing". */
  public static ApiClient.Answer processed(ApiClient client, String id) {
    until(() -> client.get("/api/v1/media/" + id).status() != 206);
    return client.get("/api/v1/media/" + id);
  }

  /** Asks again and again until it is so; fails the test when it does not become so. */
  public static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not happen");
      }
      LockSupport.parkNanos(20_000_000);
    }
  }
}
