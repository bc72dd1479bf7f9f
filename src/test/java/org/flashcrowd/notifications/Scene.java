package org.flashcrowd.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.Queue;
import org.flashcrowd.testing.TestServer;

/** A server, people on it, and what they do to each other. */
final class Scene implements AutoCloseable {
  private final TestServer server;
  private int names;

  Scene(Map<String, String> settings) {
    server = TestServer.start(settings);
  }

  TestServer server() {
    return server;
  }

  ApiClient nobody() {
    return server.client();
  }

  ApiClient somebody() {
    return server.client().as(server.signUp("person" + ++names));
  }

  /** The name of whoever came last. */
  String lastName() {
    return "person" + names;
  }

  static String id(ApiClient client) {
    return client.get("/api/v1/accounts/verify_credentials").json().get("id").asText();
  }

  static String post(ApiClient client, Map<String, String> fields) {
    ApiClient.Answer answer = client.post("/api/v1/statuses", fields);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().get("id").asText();
  }

  static String post(ApiClient client, String text) {
    return post(client, Map.of("status", text));
  }

  static void act(ApiClient client, String path) {
    ApiClient.Answer answer = client.post(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  /** What a list answers once all that happened is told. */
  JsonNode read(ApiClient client, String path) {
    Queue.settle(server);
    ApiClient.Answer answer = client.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  List<String> types(ApiClient client) {
    return texts(read(client, "/api/v1/notifications"), "type");
  }

  static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.get(field).asText()));
    return texts;
  }

  void sql(String statement) throws SQLException {
    try (Connection connection = Jdbc.connect(server.services().database().value());
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
