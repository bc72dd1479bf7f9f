package org.flashcrowd.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.flashcrowd.testing.TestServer;

/** A stream of server-sent events, read off the wire; blocking, for tests. */
final class EventStream implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final BufferedReader lines;
  private final String status;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private EventStream(Socket socket, BufferedReader lines) throws IOException {
    this.socket = socket;
    this.lines = lines;
    this.status = lines.readLine();
    for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
  }

  /**
   * Opens one.
   *
   * @param path behind {@code /api/v1/streaming/}
   */
  static EventStream open(TestServer server, String token, String path) {
    URI uri = server.uri();
    try {
      Socket socket = new Socket(uri.getHost(), uri.getPort());
      socket.setSoTimeout(PATIENCE_MILLIS);
      String head =
          """
          GET /api/v1/streaming/%s HTTP/1.1\r
          Host: %s\r
          Authorization: Bearer %s\r
          Accept: text/event-stream\r
          Accept-Encoding: gzip\r
          \r
          """
              .formatted(path, uri.getAuthority(), token);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new EventStream(
          socket,
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  String status() {
    return status;
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** Reads on to a line that begins so, over the chunks' own lines; the rest of that line. */
  String next(String beginning) {
    try {
      String line = lines.readLine();
      while (line != null && !line.startsWith(beginning)) {
        line = lines.readLine();
      }
      assertThat(line).as("a line with " + beginning).isNotNull();
      return String.valueOf(line).substring(beginning.length());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Reads to the end; fails when none comes. */
  void end() {
    try {
      while (lines.readLine() != null) {
        // Whatever was on its way.
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
