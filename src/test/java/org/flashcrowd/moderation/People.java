package org.flashcrowd.moderation;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;
import org.flashcrowd.testing.TestTokens;

/** Members and moderators of a test's server. */
record People(TestServer server) {
  private static final Set<String> STAFF_SCOPES =
      Set.of("read", "write", "follow", "push", "admin:read", "admin:write");

  /** Somebody signed in. */
  record Person(String name, String id, ApiClient api) {
    String post(String text) {
      return api.post("/api/v1/statuses", Map.of("status", text)).json().get("id").asText();
    }

    ApiClient.Answer follow(Person other) {
      return api.post("/api/v1/accounts/" + other.id + "/follow");
    }
  }

  Person member(String name) {
    return person(name, server.signUp(name));
  }

  Person staff(String name, String role) {
    server.signUp(name);
    TestTokens.promote(server, name, role);
    return person(name, TestTokens.issue(server, name, STAFF_SCOPES));
  }

  private Person person(String name, String token) {
    ApiClient api = server.client().as(token);
    JsonNode self = api.get("/api/v1/accounts/verify_credentials").json();
    return new Person(name, self.get("id").asText(), api);
  }

  void execute(String sql) {
    try (Connection connection = Jdbc.connect(server.services().database().value());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  /** The first column of every row. */
  List<String> column(String sql) {
    try (Connection connection = Jdbc.connect(server.services().database().value());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException refused) {
      throw new AssertionError(sql, refused);
    }
  }

  static List<String> ids(ApiClient.Answer answer) {
    List<String> ids = new ArrayList<>();
    answer.json().forEach(one -> ids.add(one.get("id").asText()));
    return ids;
  }
}
