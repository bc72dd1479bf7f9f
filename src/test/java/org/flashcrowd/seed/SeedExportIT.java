package org.flashcrowd.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedExportIT {
  @TempDir Path folder;

  @Test
  void write_seededPeople_givesTokensThatAreTheirs() throws Exception {
    try (TestDatabase database = TestDatabase.fresh();
        Connection connection = Jdbc.connect(database.uri())) {
      rows(connection);

      new SeedExport(connection, "secret").write(folder, 2, 10);
      new SeedExport(connection, "secret").write(folder, 2, 10);

      List<String> people = Files.readAllLines(folder.resolve("accounts.csv"));
      assertThat(people).hasSize(3).first().isEqualTo("id,username,email,password,token");
      for (String line : people.subList(1, 3)) {
        String[] columns = line.split(",");
        assertThat(columns[2]).startsWith("seed");
        assertThat(owner(connection, columns[4])).isEqualTo(Long.parseLong(columns[0]));
      }
      // The most favoured first, and nothing that not everybody may see.
      assertThat(Files.readAllLines(folder.resolve("statuses.csv")))
          .containsExactly("id", "8", "7");
    }
  }

  private static void rows(Connection connection) throws Exception {
    try (Statement sql = connection.createStatement()) {
      sql.execute(
          "INSERT INTO account (id, username) SELECT i, 'u' || i FROM generate_series(1,4) i");
      sql.execute(
          "INSERT INTO credential (account_id, email, password_hash) SELECT i, CASE WHEN i < 4 THEN"
              + " 'seed' || i || '@seed.example' ELSE 'real@example.com' END, '' FROM"
              + " generate_series(1, 4) i");
      sql.execute(
          "INSERT INTO status (id, account_id, state, visibility) VALUES (7, 1, 'published',"
              + " 'public'), (8, 1, 'published', 'public'), (9, 1, 'published', 'private')");
      sql.execute(
          "INSERT INTO status_stats (status_id, favourites_count) VALUES (7, 1), (8, 5), (9, 9)");
    }
  }

  private static long owner(Connection connection, String token) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    try (PreparedStatement sql =
        connection.prepareStatement("SELECT account_id FROM access_token WHERE hash = ?")) {
      sql.setBytes(1, hash);
      try (ResultSet row = sql.executeQuery()) {
        assertThat(row.next()).isTrue();
        return row.getLong(1);
      }
    }
  }
}
