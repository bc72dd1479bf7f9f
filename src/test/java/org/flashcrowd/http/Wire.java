package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One connection to a server on this machine, byte by byte. */
final class Wire implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
  private static final int LONGEST_WAIT_MILLIS = 10_000;

  /** One answer: its head, and its body when it has one. */
  record Answer(String head, Buffer content) {
    String body() {
      return content.toString();
    }

    /** Its headers, by their names in lower case. */
    Map<String, String> headers() {
      Map<String, String> headers = new TreeMap<>();
      head.lines()
          .skip(1)
          .filter(line -> !line.isEmpty())
          .map(line -> line.split(": ", 2))
          .forEach(line -> headers.put(line[0].toLowerCase(Locale.ROOT), line[1]));
      return headers;
    }
  }

  private final Socket socket;
  private final InputStream answers;

  private Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.answers = new BufferedInputStream(socket.getInputStream());
  }

  static Wire to(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(LONGEST_WAIT_MILLIS);
    return new Wire(socket);
  }

  void send(String requests) throws IOException {
    socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
  }

  /** An answer without a body, whatever its head says. */
  Answer readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = answers.read();
      assertThat(next).as("an answer after " + head).isNotNegative();
      head.append((char) next);
    }
    return new Answer(head.toString(), Buffer.buffer());
  }

  Answer read() throws IOException {
    String head = readHead().head();
    Matcher length = LENGTH.matcher(head);
    int expected = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return new Answer(head, Buffer.buffer(answers.readNBytes(expected)));
  }

  Answer ask(String request) throws IOException {
    send(request);
    return read();
  }

  /** Bytes that have come and were not read. */
  int available() throws IOException {
    return answers.available();
  }

  /** Waits for the other side to close. */
  boolean isAtEnd() throws IOException {
    return answers.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
