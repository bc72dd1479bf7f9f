package org.flashcrowd.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import org.flashcrowd.db.Jdbc;

/** Hands out tokens with scopes as a test needs them, past the server. */
public final class TestTokens {
  private TestTokens() {}

  /** A token of somebody who has signed up, through the application they signed up with. */
  public static String issue(TestServer server, String username, Collection<String> scopes) {
    String token = UUID.randomUUID().toString();
    String sql =
        """
        INSERT INTO access_token (id, hash, application_id, account_id, scopes)
        SELECT 1 + max(t.id), ?, min(t.application_id), a.id, ?
          FROM account a JOIN access_token t ON true
         WHERE a.username = ? GROUP BY a.id
        """;
    try (Connection connection = Jdbc.connect(server.services().database().value());
        var insert = connection.prepareStatement(sql)) {
      insert.setBytes(1, sha256(token));
      insert.setArray(2, connection.createArrayOf("text", scopes.toArray()));
      insert.setString(3, username);
      if (insert.executeUpdate() != 1) {
        throw new AssertionError("nobody is called " + username);
      }
      return token;
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  /** Gives somebody a role; tokens that nodes remember are forgotten by themselves. */
  public static void promote(TestServer server, String username, String role) {
    String sql = "UPDATE account SET role = ? WHERE username = ?";
    try (Connection connection = Jdbc.connect(server.services().database().value());
        var update = connection.prepareStatement(sql)) {
      update.setString(1, role);
      update.setString(2, username);
      if (update.executeUpdate() != 1) {
        throw new AssertionError("nobody is called " + username);
      }
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError(missing);
    }
  }
}
