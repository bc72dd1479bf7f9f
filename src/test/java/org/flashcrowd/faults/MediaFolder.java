package org.flashcrowd.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.http.Json;
import org.flashcrowd.media.Uploads;

/**
 * The files of a site's photos, held against their rows once the sweeper ran.
 *
 * @param files how many there are
 * @param withoutRow files that no row knows
 * @param missing files that a row names and that are not there
 * @param corrupt originals with another content than was sent
 */
record MediaFolder(int files, List<String> withoutRow, List<String> missing, List<String> corrupt) {
  private static final Duration AGE = Duration.ofHours(12);

  /** Whether nothing is wrong. */
  boolean clean() {
    return withoutRow.isEmpty() && missing.isEmpty() && corrupt.isEmpty();
  }

  /**
   * Makes every file, and the folder of every picture that was in the works, old enough for the
   * sweepers; temporary ones go as the next node starts.
   */
  static void age(Site site) {
    FileTime old = FileTime.from(Instant.now().minus(AGE));
    try (Stream<Path> all = Files.walk(site.media())) {
      for (Path one : all.toList()) {
        Files.setLastModifiedTime(one, old);
      }
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  /** Has every slice swept, and compares. A node must run. */
  static MediaFolder swept(Site site) {
    try (Connection connection = Jdbc.connect(site.database);
        Statement statement = connection.createStatement()) {
      settle(statement);
      statement.execute(
          """
          INSERT INTO job (kind, state, priority, max_attempts, turn, run_at, args)
          SELECT 'media.sweep', 'available', 0, 5, now(), now(), jsonb_build_object('slice', n)
            FROM generate_series(0, 255) n
          """);
      settle(statement);
      return compare(site.media(), statement);
    } catch (SQLException refused) {
      throw new AssertionError(refused);
    }
  }

  /**
   * Waits until every job is done. One that was on several nodes that were killed waits minutes for
   * its next attempt: it has that now.
   */
  static void settle(Statement statement) {
    try {
      Uploads.until(() -> hurry(statement) == 0 && open(statement).isEmpty());
    } catch (AssertionError late) {
      throw new AssertionError("jobs are not done: " + open(statement), late);
    }
  }

  private static int hurry(Statement statement) {
    try {
      return statement.executeUpdate(
          """
          UPDATE job SET run_at = now()
           WHERE state = 'scheduled' AND failure IS NOT NULL AND run_at > now()
          """);
    } catch (SQLException refused) {
      throw new AssertionError(refused);
    }
  }

  private static List<String> open(Statement statement) {
    List<String> jobs = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            SELECT concat_ws(' ', kind, state, attempt, failure) FROM job
             WHERE state <> 'scheduled' OR failure IS NOT NULL LIMIT 10
            """)) {
      while (rows.next()) {
        jobs.add(rows.getString(1));
      }
      return jobs;
    } catch (SQLException refused) {
      throw new AssertionError(refused);
    }
  }

  private static MediaFolder compare(Path folder, Statement statement) throws SQLException {
    Map<String, Path> there = new HashMap<>();
    all(folder).forEach(file -> there.put(String.valueOf(file.getFileName()), file));
    MediaFolder found =
        new MediaFolder(there.size(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (ResultSet rows =
        statement.executeQuery(
            """
            SELECT key, encode(sha256, 'hex') AS hash, original, renditions FROM media
             WHERE state = 'ready'
            """)) {
      while (rows.next()) {
        String key = rows.getString("key");
        JsonNode original = json(rows.getString("original"));
        Path sent = there.get(key + "-" + original.path("file").asText());
        if (sent != null && !hash(sent).equals(rows.getString("hash"))) {
          found.corrupt.add(sent.toString());
        }
        List<JsonNode> named = new ArrayList<>(List.of(original));
        json(rows.getString("renditions")).forEach(named::add);
        for (JsonNode one : named) {
          String name = key + "-" + one.path("file").asText();
          if (there.remove(name) == null) {
            found.missing.add(name);
          }
        }
      }
    }
    found.withoutRow.addAll(there.keySet());
    return found;
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String hash(Path file) {
    try {
      return Journal.sha256(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static List<Path> all(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
