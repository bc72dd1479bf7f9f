package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.dev.ReplicatedPostgres;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.BlockedLoops;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes read from a real streaming replica that shows everything five seconds late. */
@Tag("faults")
class ReplicaLateIT {
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Pattern FROM_REPLICA =
      Pattern.compile("flashcrowd_db_reads_total\\{reason=\"current\",[^}]*} ([0-9.E]+)");
  private static final String PUBLIC = "/api/v1/timelines/public";

  private static ReplicatedPostgres postgres;
  private static TestServer node;
  private static TestServer other;
  private static String anna;
  private static String bob;
  private static String annaId;
  private static String bobId;

  @BeforeAll
  static void start() {
    postgres = ReplicatedPostgres.start(LATE);
    Map<String, String> settings =
        Map.of(
            "FLASHCROWD_DATABASE_REPLICAS",
            postgres.replicaUri(),
            // Above the delay: the replica is late and stays in use.
            "FLASHCROWD_DATABASE_MAX_REPLICA_LAG",
            "8s");
    node = TestServer.startOn(postgres.primaryUri(), settings);
    other = node.secondNode(settings);
    anna = node.signUp("anna");
    bob = node.signUp("bob");
    annaId = id(anna);
    bobId = id(bob);
    // The first of each call loads classes, which may hold up a loop.
    shows(other, bob, PUBLIC, post(anna, "first", "public"));
    BlockedLoops.forget();
  }

  @AfterAll
  static void stop() {
    other.close();
    node.close();
    postgres.close();
  }

  private static String id(String token) {
    return node.client()
        .as(token)
        .get("/api/v1/accounts/verify_credentials")
        .json()
        .get("id")
        .asText();
  }

  private static String post(String token, String text, String visibility) {
    return node.client()
        .as(token)
        .post("/api/v1/statuses", Map.of("status", text, "visibility", visibility))
        .json()
        .get("id")
        .asText();
  }

  private static boolean shows(TestServer from, String token, String path, String status) {
    for (JsonNode one : from.client().as(token).get(path).json()) {
      if (one.get("id").asText().equals(status)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a read of this viewer was answered by the replica. */
  private static boolean fromReplica(TestServer from, String token) {
    double before = replicaReads(from);
    from.client().as(token).get(PUBLIC);
    return replicaReads(from) > before;
  }

  private static double replicaReads(TestServer from) {
    Matcher found =
        FROM_REPLICA.matcher(new ApiClient(from.managementUri()).get("/metrics").text());
    return found.find() ? Double.parseDouble(found.group(1)) : 0;
  }

  /** What somebody would be shown if the replica decided. */
  private static boolean replicaWouldShow(String viewer, String status) {
    try (Connection connection = Jdbc.connect(postgres.replicaUri());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*) FROM visible_statuses(%s) s WHERE s.id = %s"
                    .formatted(viewer, status))) {
      rows.next();
      return rows.getLong(1) == 1;
    } catch (SQLException refused) {
      throw new AssertionError(refused);
    }
  }

  @Test
  @Proves(Promise.REPLICA_LAGS)
  void ownPost_onEveryNode_isThereAtOnce(Figures figures) {
    Uploads.until(() -> fromReplica(node, bob) && fromReplica(other, bob));
    int missing = 0;
    int late = 0;
    for (int i = 0; i < 20; i++) {
      String status = post(anna, "photo " + i, "public");
      for (TestServer read : new TestServer[] {node, other}) {
        missing += shows(read, anna, PUBLIC, status) ? 0 : 1;
        missing += shows(read, anna, "/api/v1/accounts/" + annaId + "/statuses", status) ? 0 : 1;
        late += shows(read, bob, PUBLIC, status) ? 0 : 1;
      }
    }

    figures.add("own reads at once", 80).add("of them without the post", missing);
    // The control: to somebody else the replica did answer, without them.
    figures.add("others' reads that were late", late);
    assertThat(missing).isZero();
    assertThat(late).isEqualTo(40);
  }

  @Test
  @Proves(Promise.REPLICA_LAGS)
  void blockAndRemovedPost_leakNothing(Figures figures) {
    String kept = post(anna, "kept", "public");
    String removed = post(anna, "removed", "public");
    Uploads.until(
        () ->
            shows(node, bob, PUBLIC, kept)
                && shows(node, bob, PUBLIC, removed)
                && fromReplica(node, bob)
                && fromReplica(other, bob));

    node.client().as(anna).delete("/api/v1/statuses/" + removed);
    node.client().as(anna).post("/api/v1/accounts/" + bobId + "/block");

    for (TestServer read : new TestServer[] {node, other}) {
      assertThat(shows(read, bob, PUBLIC, kept)).isFalse();
      assertThat(shows(read, bob, PUBLIC, removed)).isFalse();
      assertThat(shows(read, bob, "/api/v1/accounts/" + annaId + "/statuses", kept)).isFalse();
      assertThat(read.client().as(bob).get("/api/v1/statuses/" + kept).status()).isEqualTo(404);
      assertThat(fromReplica(read, bob)).isTrue();
    }
    // The control: the replica does not know yet, and would have shown both.
    assertThat(replicaWouldShow(bobId, kept)).isTrue();
    assertThat(replicaWouldShow(bobId, removed)).isTrue();
    figures.add("posts leaked after a block and a removal", 0);
    node.client().as(anna).post("/api/v1/accounts/" + bobId + "/unblock");
  }
}
