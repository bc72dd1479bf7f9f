package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A hundred uploads of ten megabytes at once, all held open before their last bytes, against a
 * server with a heap of 64 MB: a gigabyte passes through and nothing of it stays.
 */
class FlatMemoryIT {
  private static final int CLIENTS = 100;
  private static final int BYTES = 10 << 20;
  private static final int HELD_BACK = 100_000;
  private static final long GROWTH_KB = 64 << 10;
  private static final String[] SMALL = {
    "-Xmx64m",
    "-Xms64m",
    "-XX:+AlwaysPreTouch",
    "-XX:MaxDirectMemorySize=64m",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:+UseSerialGC"
  };

  private static TestServer node;
  private static String token;

  @BeforeAll
  static void start() {
    node = TestServer.start(Map.of("FLASHCROWD_ROLES", "http"));
    token = node.signUp("alice");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static ServerProcess server(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    // The workers of pictures are measured elsewhere.
    all.put("FLASHCROWD_ROLES", "http");
    return ServerProcess.start(node.data(), node.services(), all, SMALL);
  }

  @Test
  void upload_hundredAtOnce_allAcknowledgedInFlatMemory() throws Exception {
    assumeThat(Path.of("/proc/self/status")).as("Linux tells a process's memory").exists();
    byte[] body = multipart(Pictures.large(BYTES));
    String head = head("/api/v2/media", "multipart/form-data; boundary=b", body.length);
    try (ServerProcess server = server(Map.of())) {
      // The first upload pays for what is loaded once.
      crowd(server, head, body, 1);
      long before = server.kilobytes("VmRSS");

      List<String> answers = crowd(server, head, body, CLIENTS);

      assertThat(answers).hasSize(CLIENTS).allMatch(answer -> answer.startsWith("HTTP/1.1 202"));
      assertThat(server.kilobytes("VmHWM") - before).isLessThan(GROWTH_KB);
    }
  }

  /**
   * The control: the same bytes to a route that holds its body in the heap cannot all be served.
   */
  @Test
  void post_hundredBodiesInTheHeap_areMoreThanTheServerHolds() throws Exception {
    byte[] body = ("{\"status\":\"" + "x".repeat(BYTES) + "\"}").getBytes(StandardCharsets.UTF_8);
    String head = head("/api/v1/statuses", "application/json", body.length);
    try (ServerProcess server = server(Map.of("FLASHCROWD_HTTP_MAX_BODY", "16MB"))) {
      List<String> answers = crowd(server, head, body, CLIENTS);

      assertThat(answers.stream().filter(answer -> answer.startsWith("HTTP/1.1 4")))
          .hasSizeLessThan(CLIENTS);
    }
  }

  private static String head(String path, String type, int length) {
    return "POST %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n".formatted(path, token)
        + "Content-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(type, length);
  }

  private static byte[] multipart(byte[] file) {
    byte[] start =
        ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8);
    byte[] end = "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8);
    byte[] body = new byte[start.length + file.length + end.length];
    System.arraycopy(start, 0, body, 0, start.length);
    System.arraycopy(file, 0, body, start.length, file.length);
    System.arraycopy(end, 0, body, start.length + file.length, end.length);
    return body;
  }

  /**
   * Sends the same call from many connections, which all wait with their last bytes for the rest.
   */
  private static List<String> crowd(ServerProcess server, String head, byte[] body, int clients)
      throws Exception {
    CountDownLatch nearlySent = new CountDownLatch(clients);
    List<String> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> calls = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        calls.add(threads.submit(() -> call(server.uri().getPort(), head, body, nearlySent)));
      }
      for (Future<String> call : calls) {
        answers.add(call.get(120, TimeUnit.SECONDS));
      }
    }
    return answers;
  }

  private static String call(int port, String head, byte[] body, CountDownLatch nearlySent) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(body, 0, body.length - HELD_BACK);
      out.flush();
      nearlySent.countDown();
      nearlySent.await(60, TimeUnit.SECONDS);
      out.write(body, body.length - HELD_BACK, HELD_BACK);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException refused) {
      nearlySent.countDown();
      return refused.toString();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return interrupted.toString();
    }
  }
}
