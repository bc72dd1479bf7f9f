package org.flashcrowd.auth;

import io.vertx.core.Future;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;

/** The SQL of browsers that have signed in. */
final class SessionRepository {
  private static final Query END_ALL =
      Query.named("auth.session-end-all", "DELETE FROM web_session WHERE account_id = $1");

  private SessionRepository() {}

  static Future<Integer> endAll(Sql sql, long account) {
    return sql.update(END_ALL, account);
  }
}
