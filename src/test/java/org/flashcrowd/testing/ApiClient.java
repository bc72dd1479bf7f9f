package org.flashcrowd.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import org.flashcrowd.http.Json;
import org.jspecify.annotations.Nullable;

/** Calls the server's API as an app would; blocking, for tests. */
public final class ApiClient {
  /** An answer: its status, headers and body. */
  public record Answer(HttpResponse<byte[]> http) {
    public int status() {
      return http.statusCode();
    }

    public String text() {
      return new String(http.body(), StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
      return http.body();
    }

    /** The body as JSON; a body that is none fails the test. */
    public JsonNode json() {
      try {
        return Json.MAPPER.readTree(http.body());
      } catch (IOException notJson) {
        throw new AssertionError("not JSON (" + status() + "): " + text(), notJson);
      }
    }

    public @Nullable String header(String name) {
      return http.headers().firstValue(name).orElse(null);
    }
  }

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final URI base;
  private final @Nullable String token;

  public ApiClient(URI base) {
    this(base, null);
  }

  private ApiClient(URI base, @Nullable String token) {
    this.base = base;
    this.token = token;
  }

  /** The same client, signed in with a bearer token. */
  public ApiClient as(@Nullable String bearer) {
    return new ApiClient(base, bearer);
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  /** Posts fields as a urlencoded form. */
  public Answer post(String path, Map<String, ?> fields) {
    return form("POST", path, fields);
  }

  public Answer post(String path) {
    return form("POST", path, Map.of());
  }

  public Answer form(String method, String path, Map<String, ?> fields) {
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .method(method, BodyPublishers.ofString(encode(fields))));
  }

  /** Sends an object as JSON. */
  public Answer json(String method, String path, Object body) {
    try {
      return json(method, path, Json.MAPPER.writeValueAsString(body));
    } catch (JsonProcessingException unwritable) {
      throw new AssertionError(unwritable);
    }
  }

  /** Sends text that claims to be JSON. */
  public Answer json(String method, String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  /** Uploads one file, with fields, as multipart/form-data. */
  public Answer upload(
      String method, String path, String field, byte[] file, Map<String, String> fields) {
    String boundary = "flashcrowd-test-boundary";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    fields.forEach(
        (name, value) ->
            write(
                body,
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(boundary, name, value)));
    write(
        body,
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"photo.jpg\"\r\n"
                .formatted(boundary, field)
            + "Content-Type: image/jpeg\r\n\r\n");
    body.writeBytes(file);
    write(body, "\r\n--" + boundary + "--\r\n");
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .method(method, BodyPublishers.ofByteArray(body.toByteArray())));
  }

  /** A request for what the methods above do not cover; send it with {@link #send}. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  /** Sends a request, and holds its answer against {@code openapi.yaml}. */
  public Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      Answer answer = new Answer(HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray()));
      Contract.check(request.method(), request.uri().getPath(), answer);
      return answer;
    } catch (IOException broken) {
      throw new AssertionError("no answer", broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  private static void write(ByteArrayOutputStream body, String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(Map<String, ?> fields) {
    StringJoiner form = new StringJoiner("&");
    fields.forEach(
        (name, value) -> {
          Iterable<?> values = value instanceof Iterable<?> many ? many : java.util.List.of(value);
          values.forEach(one -> form.add(escape(name) + "=" + escape(one.toString())));
        });
    return form.toString();
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
