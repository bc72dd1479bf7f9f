package org.flashcrowd.auth;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Query;
import org.flashcrowd.http.Failure;
import org.jspecify.annotations.Nullable;

/** What gives access to an account right now: browsers and applications, each to be ended. */
public final class OpenDoors {
  private static final int MOST = 200;
  private static final Query SESSIONS =
      Query.named(
          "auth.sessions-of",
          """
          SELECT id, address, user_agent, created_at, hash = $2 AS here
            FROM web_session
           WHERE account_id = $1 AND expires_at > clock_timestamp()
           ORDER BY created_at DESC LIMIT $3
          """);
  private static final Query END_SESSION =
      Query.named(
          "auth.session-end-one", "DELETE FROM web_session WHERE id = $2 AND account_id = $1");
  private static final Query APPLICATIONS =
      Query.named(
          "auth.applications-of",
          """
          SELECT p.id, p.name, p.website, min(t.created_at) AS since
            FROM access_token t JOIN application p ON p.id = t.application_id
           WHERE t.account_id = $1 AND t.revoked_at IS NULL
           GROUP BY p.id ORDER BY since DESC LIMIT $2
          """);
  private static final Query END_APPLICATION =
      Query.named(
          "auth.application-end",
          """
          UPDATE access_token SET revoked_at = now()
           WHERE account_id = $1 AND application_id = $2 AND revoked_at IS NULL
          """);

  /**
   * A browser.
   *
   * @param agent what it calls itself
   * @param here whether it is the one that asks
   */
  public record Session(
      long id, @Nullable String address, @Nullable String agent, Instant since, boolean here) {}

  /** An application that may act for the account. */
  public record App(long id, String name, @Nullable String website, Instant since) {}

  private final Database database;
  private final AuditLog audit;

  OpenDoors(Database database, AuditLog audit) {
    this.database = database;
    this.audit = audit;
  }

  /** The account's browsers, the latest first. */
  public Future<List<Session>> sessions(long account, Optional<String> current) {
    Buffer here = Buffer.buffer(Secrets.hash(current.orElse("")));
    return database
        .primary()
        .list(
            SESSIONS,
            row ->
                new Session(
                    row.getLong("id"),
                    row.getString("address"),
                    row.getString("user_agent"),
                    row.getOffsetDateTime("created_at").toInstant(),
                    row.getBoolean("here")),
            account,
            here,
            MOST);
  }

  /** The applications that were let in, the latest first. */
  public Future<List<App>> apps(long account) {
    return database
        .primary()
        .list(
            APPLICATIONS,
            row ->
                new App(
                    row.getLong("id"),
                    row.getString("name"),
                    row.getString("website"),
                    row.getOffsetDateTime("since").toInstant()),
            account,
            MOST);
  }

  /** Signs a browser out; fails with 404 when it is not the account's. */
  public Future<Void> endSession(long account, long session, String address) {
    return end(END_SESSION, account, session, "session.ended", address);
  }

  /** Ends every token of an application; fails with 404 when it has none of the account's. */
  public Future<Void> endApp(long account, long application, String address) {
    return end(END_APPLICATION, account, application, "token.revoked", address);
  }

  private Future<Void> end(Query query, long account, long id, String action, String address) {
    JsonObject details = new JsonObject().put("id", id);
    return database.transaction(
        tx ->
            tx.update(query, account, id)
                .compose(
                    ended ->
                        ended == 0
                            ? Future.failedFuture(Failure.notFound())
                            : audit.record(tx, account, action, address, details)));
  }
}
