package org.flashcrowd.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written down stays, for whoever works with the database as well. */
@Proves(Promise.AUDIT_LOG)
class AuditLogIT {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_log SET action = 'nothing'",
        "DELETE FROM audit_log",
        "TRUNCATE audit_log",
        "TRUNCATE audit_log CASCADE"
      })
  void lines_changedOrRemoved_isRefusedByTheDatabase(String statement) {
    try (TestServer server = TestServer.start()) {
      server.signUp("anna");
      int lines = AuthDatabase.column(server, "SELECT action FROM audit_log").size();

      assertThatThrownBy(() -> AuthDatabase.execute(server, statement))
          .hasStackTraceContaining("the audit log is append-only");

      assertThat(AuthDatabase.column(server, "SELECT action FROM audit_log"))
          .hasSize(lines)
          .isNotEmpty();
    }
  }
}
