package org.flashcrowd.timelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.flashcrowd.Server;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Secret;
import org.flashcrowd.config.ServiceUris;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/** The loss of Redis costs no feed. */
class LostRedisIT {
  private static String post(ApiClient client, String text) {
    return client.post("/api/v1/statuses", Map.of("status", text)).json().get("id").asText();
  }

  private static String first(ApiClient.Answer home) {
    assertThat(home.status()).as(home.text()).isEqualTo(200);
    return home.json().get(0).get("id").asText();
  }

  @Test
  @Proves(Promise.REDIS_LOST)
  void home_redisEmptiedThenGone_isTheSame() throws IOException {
    try (TestServer server = TestServer.start()) {
      String aliceToken = server.signUp("alice");
      String bobToken = server.signUp("bob");
      ApiClient alice = server.client().as(aliceToken);
      ApiClient bob = server.client().as(bobToken);
      bob.post("/api/v1/accounts/" + account(alice) + "/follow");
      bob.get("/api/v1/timelines/home");
      Queue.settle(server);
      String before = post(alice, "before");
      Queue.settle(server);
      byte[] feed = bob.get("/api/v1/timelines/home").bytes();

      empty(URI.create(server.services().redis().value()));

      assertThat(bob.get("/api/v1/timelines/home").bytes()).isEqualTo(feed);
      Server cutOff = TestServer.await(Server.start(settings(server), withoutRedis(server)));
      try {
        URI uri = URI.create("http://127.0.0.1:" + cutOff.port());
        ApiClient bobThere = new ApiClient(uri).as(bobToken);
        assertThat(first(bobThere.get("/api/v1/timelines/home"))).isEqualTo(before);
        String after = post(new ApiClient(uri).as(aliceToken), "after");
        Queue.settle(server);
        assertThat(first(bobThere.get("/api/v1/timelines/home"))).isEqualTo(after);
      } finally {
        TestServer.await(cutOff.stop());
      }
    }
  }

  private static String account(ApiClient client) {
    return client.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  private static void empty(URI redis) throws IOException {
    try (Socket socket = new Socket(redis.getHost(), redis.getPort())) {
      String user = redis.getUserInfo();
      String password = user.substring(user.indexOf(':') + 1);
      String commands = "AUTH %s\r\nFLUSHALL\r\nQUIT\r\n".formatted(password);
      socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .isEqualTo("+OK\r\n+OK\r\n+OK\r\n");
    }
  }

  private static Config settings(TestServer server) {
    return Config.load(
        null,
        Map.of(
            "FLASHCROWD_DATA_DIR",
            server.data().toString(),
            "FLASHCROWD_HTTP_HOST",
            "127.0.0.1",
            "FLASHCROWD_HTTP_PORT",
            "0",
            "FLASHCROWD_MANAGEMENT_PORT",
            "0",
            "FLASHCROWD_REDIS_TIMEOUT",
            "200ms"));
  }

  /** The same database, and a Redis at a port where nobody listens any more. */
  private static ServiceUris withoutRedis(TestServer server) throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return new ServiceUris(
          server.services().database(), new Secret("redis://127.0.0.1:" + free.getLocalPort()));
    }
  }
}
