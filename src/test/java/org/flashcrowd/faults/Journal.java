package org.flashcrowd.faults;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.flashcrowd.db.Jdbc;

/**
 * What clients sent and were told, kept outside the server; after a fault it is held against the
 * database. A write's outcome is unknown when no answer came, or one that promises nothing.
 */
final class Journal {
  /** What is written, and how the database tells which of them it holds: its key and its hash. */
  enum Kind {
    SIGN_UP("SELECT username, encode(sha256(username::bytea), 'hex') FROM account"),
    // The text begins with the key.
    POST(
        """
        SELECT split_part(text, ' ', 1), encode(sha256(convert_to(text, 'UTF8')), 'hex') FROM status
         WHERE text LIKE 'key-%'
        """),
    UPLOAD("SELECT encode(sha256, 'hex'), encode(sha256, 'hex') FROM media"),
    FAVOURITE(
        """
        SELECT account_id || '/' || status_id,
               encode(sha256((account_id || '/' || status_id)::bytea), 'hex') FROM favourite
        """);

    private final String stored;

    Kind(String stored) {
      this.stored = stored;
    }
  }

  private enum Outcome {
    OK,
    FAILED,
    UNKNOWN
  }

  private record Key(Kind kind, String key) {}

  private record Entry(String sha256, Outcome outcome) {}

  /**
   * What the comparison found.
   *
   * @param acknowledged how many writes the server said were done
   * @param unknown how many got no answer that counts
   * @param lost acknowledged, and not there
   * @param twice keys of which there is more than one
   * @param corrupt there, with another content than was sent
   * @param refused refused for good, and there all the same
   */
  record Verdict(
      int acknowledged,
      int unknown,
      List<String> lost,
      List<String> twice,
      List<String> corrupt,
      List<String> refused) {

    /** Whether nothing is wrong. */
    boolean clean() {
      return lost.isEmpty() && twice.isEmpty() && corrupt.isEmpty() && refused.isEmpty();
    }
  }

  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

  /** To be called before the first byte is sent. */
  void sending(Kind kind, String key, byte[] content) {
    entries.putIfAbsent(new Key(kind, key), new Entry(sha256(content), Outcome.UNKNOWN));
  }

  void acknowledged(Kind kind, String key) {
    set(kind, key, Outcome.OK);
  }

  void refused(Kind kind, String key) {
    set(kind, key, Outcome.FAILED);
  }

  private void set(Kind kind, String key, Outcome outcome) {
    entries.computeIfPresent(
        new Key(kind, key), (same, entry) -> new Entry(entry.sha256(), outcome));
  }

  long acknowledged() {
    return entries.values().stream().filter(entry -> entry.outcome() == Outcome.OK).count();
  }

  /** Holds everything against the database. */
  Verdict verify(String database) {
    Verdict verdict =
        new Verdict(
            (int) acknowledged(),
            (int) entries.values().stream().filter(e -> e.outcome() == Outcome.UNKNOWN).count(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    try (Connection connection = Jdbc.connect(database);
        Statement statement = connection.createStatement()) {
      for (Kind kind : Kind.values()) {
        compare(kind, stored(statement, kind), verdict);
      }
    } catch (SQLException refused) {
      throw new AssertionError(refused);
    }
    return verdict;
  }

  private void compare(Kind kind, Map<String, List<String>> stored, Verdict verdict) {
    entries.forEach(
        (key, entry) -> {
          if (key.kind() == kind) {
            List<String> found = stored.getOrDefault(key.key(), List.of());
            note(entry.outcome() == Outcome.OK && found.isEmpty(), key, verdict.lost());
            note(entry.outcome() == Outcome.FAILED && !found.isEmpty(), key, verdict.refused());
            note(found.size() > 1, key, verdict.twice());
            note(
                found.stream().anyMatch(hash -> !hash.equals(entry.sha256())),
                key,
                verdict.corrupt());
          }
        });
  }

  private static void note(boolean wrong, Key key, Collection<String> into) {
    if (wrong) {
      into.add(key.kind() + " " + key.key());
    }
  }

  private static Map<String, List<String>> stored(Statement statement, Kind kind)
      throws SQLException {
    Map<String, List<String>> hashes = new ConcurrentHashMap<>();
    try (ResultSet rows = statement.executeQuery(kind.stored)) {
      while (rows.next()) {
        hashes.computeIfAbsent(rows.getString(1), key -> new ArrayList<>()).add(rows.getString(2));
      }
    }
    return hashes;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static String sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
