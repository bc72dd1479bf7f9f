package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The server is killed in the middle of 50 uploads, three times. What it acknowledged is there
 * afterwards.
 *
 * <p>The control is the same check on what was only sent: a server that acknowledged on the last
 * byte, before its transaction, would have acknowledged exactly that, and the check must find it
 * wanting.
 */
class KilledUploadsIT {
  private static final int UPLOADS = 50;
  private static final int[] KILLED_AFTER = {5, 15, 30};

  private static TestServer node;
  private static ServerProcess restarted;
  private static String token;

  /** By the hash of what was sent: the id that was acknowledged, or "" when none was. */
  private static final Map<String, String> journal = new ConcurrentHashMap<>();

  @BeforeAll
  static void uploadAndKill() throws InterruptedException {
    // Gives the database and the token; it works on no photo.
    node = TestServer.start(Map.of("FLASHCROWD_ROLES", "http"));
    token = node.signUp("alice");
    for (int killedAfter : KILLED_AFTER) {
      round(killedAfter);
    }
    restarted = ServerProcess.start(node.data(), node.services(), Map.of());
  }

  private static void round(int killedAfter) throws InterruptedException {
    CountDownLatch acknowledged = new CountDownLatch(killedAfter);
    try (ServerProcess server = ServerProcess.start(node.data(), node.services(), Map.of());
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      ApiClient client = server.client().as(token);
      for (int i = 0; i < UPLOADS; i++) {
        byte[] picture = Pictures.jpeg(640, 480, killedAfter * 1_000L + i);
        clients.execute(() -> upload(client, picture, acknowledged));
      }
      acknowledged.await();
      server.kill();
    }
  }

  private static void upload(ApiClient client, byte[] picture, CountDownLatch acknowledged) {
    String hash = sha256(picture);
    journal.put(hash, "");
    try {
      ApiClient.Answer answer = client.upload("POST", "/api/v2/media", "file", picture, Map.of());
      if (answer.status() == 202) {
        journal.put(hash, answer.json().get("id").asText());
        acknowledged.countDown();
      }
    } catch (AssertionError killed) {
      // Whether it was taken is not known.
    }
  }

  @AfterAll
  static void stop() {
    restarted.close();
    node.close();
  }

  @Test
  @Proves(Promise.NODE_KILLED)
  void kill_inTheMiddleOfUploads_losesNoneThatWasAcknowledged() throws SQLException {
    Map<String, String> acknowledged = new TreeMap<>(journal);
    acknowledged.values().removeIf(String::isEmpty);
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(5 + 15 + 30);

    assertThat(missing(acknowledged.keySet())).isEmpty();

    ApiClient client = restarted.client().as(token);
    acknowledged.forEach(
        (hash, id) -> {
          ApiClient.Answer ready = Uploads.processed(client, id);
          assertThat(ready.status()).as(id).isEqualTo(200);
          String file = URI.create(ready.json().get("url").asText()).getPath();
          assertThat(client.get(file).status()).as(file).isEqualTo(200);
        });
  }

  @Test
  @Proves(Promise.NODE_KILLED)
  void control_acknowledgedOnTheLastByte_wouldHaveLostSome() throws SQLException {
    assertThat(missing(journal.keySet())).isNotEmpty();
  }

  @Test
  @Proves(Promise.NODE_KILLED)
  void kill_inTheMiddleOfUploads_storesNothingTwice() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT count(*) - count(DISTINCT sha256) FROM media")) {
      rows.next();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  /** Which of these were sent and have no row. */
  private static Set<String> missing(Set<String> sent) throws SQLException {
    Set<String> missing = new TreeSet<>(sent);
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT encode(sha256, 'hex') FROM media")) {
      while (rows.next()) {
        missing.remove(rows.getString(1));
      }
    }
    return missing;
  }

  private static Connection connect() throws SQLException {
    URI uri = URI.create(node.services().database().value());
    String[] user = uri.getUserInfo().split(":", 2);
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d%s".formatted(uri.getHost(), uri.getPort(), uri.getPath()),
        user[0],
        user[1]);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
