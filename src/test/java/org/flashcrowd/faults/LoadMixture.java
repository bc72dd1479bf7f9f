package org.flashcrowd.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The requests of a load, as the bytes that are sent. */
final class LoadMixture {
  /**
   * One of them.
   *
   * @param kind where its name stands in {@link #kinds}
   * @param bytes shared by all connections: to be duplicated
   */
  record Call(int kind, ByteBuffer bytes) {}

  private final List<String> kinds = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final Random random = new Random(1);

  /** Each line is {@code kind METHOD path token body}, apart by tabs; a dash for none. */
  static LoadMixture read(Path file) throws IOException {
    LoadMixture mixture = new LoadMixture();
    for (String line : Files.readAllLines(file)) {
      mixture.add(line.split("\t", -1));
    }
    return mixture;
  }

  private void add(String[] parts) {
    if (!kinds.contains(parts[0])) {
      kinds.add(parts[0]);
    }
    String body = parts[4].equals("-") ? "" : parts[4];
    String head = parts[1] + " " + parts[2] + " HTTP/1.1\r\nHost: localhost\r\n";
    if (!parts[3].equals("-")) {
      head += "Authorization: Bearer " + parts[3] + "\r\n";
    }
    if (!body.isEmpty()) {
      head += "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n";
    }
    byte[] bytes = (head + "\r\n" + body).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    calls.add(new Call(kinds.indexOf(parts[0]), direct));
  }

  /** What the calls are, by their number. */
  List<String> kinds() {
    return kinds;
  }

  Call any() {
    return calls.get(random.nextInt(calls.size()));
  }
}
