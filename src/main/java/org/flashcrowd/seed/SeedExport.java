package org.flashcrowd.seed;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Writes what load tests ask with: made-up people with a new token of each, and the ids of posts.
 * Blocking.
 */
public final class SeedExport {
  private static final String CLIENT_ID = "flashcrowd-seed";
  private static final String SCOPES = "{read,write,follow,push}";
  private static final int TOKEN_BYTES = 32;

  // Whom most people follow, and then some spread over all; the same ones each time.
  private static final String PEOPLE =
      """
      SELECT a.id, a.username, c.email
        FROM credential c
        JOIN account a ON a.id = c.account_id
       WHERE c.email LIKE 'seed%@seed.example'
       ORDER BY a.id = (SELECT f.account_id FROM account_stats f
                         ORDER BY f.followers_count DESC LIMIT 1) DESC,
                hashint8extended(a.id, 1)
       LIMIT ?
      """;
  private static final String POSTS =
      """
      SELECT s.id
        FROM status s
        JOIN status_stats c ON c.status_id = s.id
       WHERE s.visibility = 'public' AND s.state = 'published' AND s.deleted_at IS NULL
         AND s.reblog_of_id IS NULL
       ORDER BY c.favourites_count DESC, s.id DESC
       LIMIT ?
      """;

  private final Connection connection;
  private final String password;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param connection to a migrated database, used for nothing else meanwhile
   * @param password what the people sign in with
   */
  public SeedExport(Connection connection, String password) {
    this.connection = connection;
    this.password = password;
  }

  /**
   * Writes {@code accounts.csv} (id, username, email, password, token; the most followed one first)
   * and {@code statuses.csv} (id, the most favoured first) into {@code folder}. The tokens exist
   * once this returns.
   */
  public void write(Path folder, int accounts, int statuses) throws SQLException, IOException {
    Files.createDirectories(folder);
    connection.setAutoCommit(false);
    accounts(folder.resolve("accounts.csv"), accounts);
    statuses(folder.resolve("statuses.csv"), statuses);
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void accounts(Path file, int limit) throws SQLException, IOException {
    Timeline ids = new Timeline(SeedNode.claim(connection), Instant.now(), Duration.ZERO, 1);
    long application = application(ids.next());
    StringBuilder lines = new StringBuilder("id,username,email,password,token\n");
    try (PreparedStatement people = connection.prepareStatement(PEOPLE);
        PreparedStatement tokens =
            connection.prepareStatement(
                "INSERT INTO access_token (id, hash, application_id, account_id, scopes)"
                    + " VALUES (?, ?, ?, ?, ?::text[])")) {
      people.setInt(1, limit);
      try (ResultSet row = people.executeQuery()) {
        while (row.next()) {
          String token = token();
          tokens.setLong(1, ids.next());
          tokens.setBytes(2, sha256(token.getBytes(StandardCharsets.UTF_8)));
          tokens.setLong(3, application);
          tokens.setLong(4, row.getLong("id"));
          tokens.setString(5, SCOPES);
          tokens.addBatch();
          lines
              .append(row.getLong("id"))
              .append(',')
              .append(row.getString("username"))
              .append(',')
              .append(row.getString("email"))
              .append(',')
              .append(password)
              .append(',')
              .append(token)
              .append('\n');
        }
      }
      tokens.executeBatch();
    }
    Files.writeString(file, lines);
  }

  /** The application that the tokens belong to, made the first time. */
  private long application(long id) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO application (id, client_id, secret_hash, name, redirect_uris, scopes)
            VALUES (?, ?, ?, 'Load test', '{urn:ietf:wg:oauth:2.0:oob}', ?::text[])
                ON CONFLICT (client_id) DO UPDATE SET name = excluded.name
            RETURNING id
            """)) {
      insert.setLong(1, id);
      insert.setString(2, CLIENT_ID);
      // The hash of nothing anybody knows.
      insert.setBytes(3, sha256(randomBytes()));
      insert.setString(4, SCOPES);
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private void statuses(Path file, int limit) throws SQLException, IOException {
    try (PreparedStatement sql = connection.prepareStatement(POSTS);
        BufferedWriter out = Files.newBufferedWriter(file)) {
      sql.setInt(1, limit);
      out.write("id\n");
      try (ResultSet row = sql.executeQuery()) {
        while (row.next()) {
          out.write(row.getLong("id") + "\n");
        }
      }
    }
  }

  private String token() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(randomBytes());
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
