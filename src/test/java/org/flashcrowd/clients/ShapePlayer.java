package org.flashcrowd.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flashcrowd.auth.TestBrowser;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;
import org.flashcrowd.testing.TestServer;

/** Sends the requests of one client, and remembers what later ones name of earlier answers. */
final class ShapePlayer {
  private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");
  private static final Pattern FILE = Pattern.compile("<(\\w+) (\\S+) (\\S+)>");
  private static final String BOUNDARY = "----flashcrowd-shape";
  private static final HttpClient SOCKETS = HttpClient.newHttpClient();

  private final TestServer server;
  private final String publicUrl;
  private final Map<String, String> known = new HashMap<>();

  /**
   * @param publicUrl what the addresses in answers begin with; behind it is the server
   */
  ShapePlayer(TestServer server, String publicUrl, String name) {
    this.server = server;
    this.publicUrl = publicUrl;
    String friend = "friend_of_" + name;
    server.signUp(name);
    ApiClient client = server.client().as(server.signUp(friend));
    String id = client.get("/api/v1/accounts/lookup?acct=" + name).json().path("id").asText();
    client.post("/api/v1/accounts/" + id + "/follow");
    known.put("me", name);
    known.put("email", name + "@example.org");
    known.put("password", TestServer.PASSWORD);
    known.put("friend", friend);
    known.put(
        "friend_id", client.get("/api/v1/accounts/verify_credentials").json().path("id").asText());
    known.put(
        "friend_post",
        client
            .post("/api/v1/statuses", Map.of("status", "Good morning"))
            .json()
            .path("id")
            .asText());
  }

  void play(RequestShape shape) {
    if (shape.method().equals("SOCKET")) {
      listen(shape);
      return;
    }
    ApiClient.Answer answer =
        shape.method().equals("BROWSER") ? allow(shape) : server.client().send(request(shape));
    if (shape.expected().stream().anyMatch(line -> line.startsWith("until "))) {
      Uploads.until(() -> server.client().send(request(shape)).status() != 206);
      answer = server.client().send(request(shape));
    }
    // Trap 19: whatever names the server names it by its public URL.
    assertThat(answer.text()).doesNotContain("127.0.0.1", "localhost");
    assertThat(answer.header("Link") + answer.header("Location")).doesNotContain("127.0.0.1");
    Expected expected = new Expected(answer, known);
    shape.expected().forEach(line -> expected.check(filled(line)));
  }

  /** Signs in and says yes, as whoever holds the phone does. */
  private ApiClient.Answer allow(RequestShape shape) {
    TestBrowser browser = new TestBrowser(server);
    String path = filled(shape.target()).replace(' ', '+');
    ApiClient.Answer toSignIn = browser.open(path);
    ApiClient.Answer signedIn =
        browser.signIn(
            behind(toSignIn.http().headers().firstValue("Location").orElse(path)), filled("{me}"));
    ApiClient.Answer consent =
        browser.open(behind(signedIn.http().headers().firstValue("Location").orElseThrow()));
    return browser.submit(consent, "/oauth/authorize", Map.of("decision", "allow"));
  }

  private HttpRequest.Builder request(RequestShape shape) {
    HttpRequest.Builder request =
        server.client().request(behind(filled(shape.target())).replace(" ", "%20"));
    shape
        .headers()
        .forEach(
            (name, value) -> {
              if (!value.startsWith("multipart/")) {
                request.setHeader(name, filled(value));
              }
            });
    byte[] body;
    if (shape.contentType().filter(type -> type.startsWith("multipart/")).isPresent()) {
      request.setHeader("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
      body = multipart(shape.body());
    } else {
      body = filled(String.join("\n", shape.body())).getBytes(StandardCharsets.UTF_8);
    }
    return request.method(
        shape.method(),
        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
  }

  private byte[] multipart(List<String> parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (String part : parts) {
      String[] field = part.split(": ", 2);
      Matcher file = FILE.matcher(field[1]);
      boolean isFile = file.matches();
      write(
          body, "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + field[0] + "\"");
      if (isFile) {
        write(body, "; filename=\"" + file.group(3) + "\"\r\nContent-Type: " + file.group(2));
      }
      write(body, "\r\n\r\n");
      body.writeBytes(
          isFile ? picture(file.group(1)) : filled(field[1]).getBytes(StandardCharsets.UTF_8));
      write(body, "\r\n");
    }
    write(body, "--" + BOUNDARY + "--\r\n");
    return body.toByteArray();
  }

  private static byte[] picture(String kind) {
    return switch (kind) {
      case "png" -> Pictures.png(320, 240);
      case "jpeg" -> Pictures.jpeg(320, 240);
      default -> "no picture at all".getBytes(StandardCharsets.UTF_8);
    };
  }

  private static void write(ByteArrayOutputStream body, String text) {
    body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void listen(RequestShape shape) {
    Frames frames = new Frames();
    WebSocket.Builder builder = SOCKETS.newWebSocketBuilder();
    shape
        .headers()
        .forEach(
            (name, value) -> {
              if (name.equals("Sec-WebSocket-Protocol")) {
                builder.subprotocols(filled(value));
              } else {
                builder.header(name, filled(value));
              }
            });
    URI address =
        URI.create(
            server.uri().resolve(filled(shape.target())).toString().replaceFirst("http", "ws"));
    WebSocket socket = builder.buildAsync(address, frames).join();
    try {
      for (String message : shape.body()) {
        socket.sendText(message, true).join();
      }
      for (String line : shape.expected()) {
        assertThat(frames.next()).containsPattern(line.substring("frame ".length()));
      }
      assertThat(socket.isInputClosed()).as("closed by the server").isFalse();
    } finally {
      socket.abort();
    }
  }

  /** The part of an address that leads to the server itself. */
  private String behind(String address) {
    return address.startsWith(publicUrl) ? address.substring(publicUrl.length()) : address;
  }

  private String filled(String text) {
    return NAME.matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(known.getOrDefault(found.group(1), found.group())));
  }

  private static final class Frames implements WebSocket.Listener {
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        messages.add(part.toString());
        part.setLength(0);
      }
      return WebSocket.Listener.super.onText(socket, data, last);
    }

    String next() {
      try {
        String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError("no message came");
        }
        return message;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError(interrupted);
      }
    }
  }
}
