package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The SQL of applications. */
final class ApplicationRepository {
  private static final Query INSERT =
      Query.named(
          "auth.application-insert",
          """
          INSERT INTO application (id, client_id, secret_hash, name, website, redirect_uris, scopes)
          VALUES ($1, $2, $3, $4, $5, $6, $7)
          ON CONFLICT (client_id) DO NOTHING
          """);
  private static final Query BY_CLIENT_ID =
      Query.named("auth.application-by-client", "SELECT * FROM application WHERE client_id = $1");
  private static final Query BY_ID =
      Query.named("auth.application-by-id", "SELECT * FROM application WHERE id = $1");

  /** An application and the hash of its secret. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by Secrets.matches alone.
  record Known(Application application, byte[] secretHash) {
    @Override
    public String toString() {
      return application.toString();
    }
  }

  private ApplicationRepository() {}

  /** Does nothing when the client id exists. */
  static Future<Integer> insert(Sql sql, Application application, byte[] secretHash) {
    return sql.update(
        INSERT,
        application.id(),
        application.clientId(),
        Buffer.buffer(secretHash),
        application.name(),
        application.website(),
        application.redirectUris().toArray(String[]::new),
        application.scopes().toArray(String[]::new));
  }

  static Future<Optional<Known>> byClientId(Sql sql, String clientId) {
    return sql.first(BY_CLIENT_ID, ApplicationRepository::known, clientId);
  }

  static Future<Optional<Known>> byId(Sql sql, long id) {
    return sql.first(BY_ID, ApplicationRepository::known, id);
  }

  private static Known known(Row row) {
    return new Known(
        new Application(
            row.getLong("id"),
            row.getString("client_id"),
            row.getString("name"),
            row.getString("website"),
            List.of(row.getArrayOfStrings("redirect_uris")),
            List.of(row.getArrayOfStrings("scopes"))),
        row.getBuffer("secret_hash").getBytes());
  }
}
