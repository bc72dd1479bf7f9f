package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.flashcrowd.faults.Traffic.Habits;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many connections that send their headers or a body a byte at a time, or do not read what they
 * asked for, while others use the site.
 */
class SlowClientsIT {
  private static final int PICTURE_BYTES = 6 << 20;
  private static final Duration OTHERS = Duration.ofMillis(250);
  // Connections are looked at twice a second, and a client notices when it sends its next byte.
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(500);
  private static final Habits OTHERS_READ = new Habits(1, 4, Duration.ofMillis(20), true);

  @Test
  @Proves(Promise.SLOW_CLIENTS)
  void slow_threeHundredConnections_nobodyElseNotices(Figures figures) throws Exception {
    crowd(300, Duration.ofSeconds(2), figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.SLOW_CLIENTS)
  void slow_twoThousandConnections_nobodyElseNotices(Figures figures) throws Exception {
    crowd(2_000, Duration.ofSeconds(9), figures);
  }

  private static void crowd(int connections, Duration headers, Figures figures) throws Exception {
    Journal journal = new Journal();
    try (Site site = Site.open()) {
      ServerProcess node =
          site.node(Map.of("FLASHCROWD_HTTP_HEADER_TIMEOUT", headers.toMillis() + "ms"));
      // Larger than what the system buffers for somebody who does not read.
      String picture =
          URI.create(
                  Uploads.ready(
                          node.client().as(site.tokens.getFirst()), Pictures.large(PICTURE_BYTES))
                      .get("url")
                      .asText())
              .getPath();
      long before = node.kilobytes("VmRSS");
      Samples meanwhile;
      List<SlowClient> clients = new ArrayList<>();
      try (Traffic traffic = Traffic.at(site, node, node.uri(), journal, OTHERS_READ)) {
        traffic.untilAcknowledged(20);
        CountDownLatch open = new CountDownLatch(connections);
        for (int i = 0; i < connections; i++) {
          SlowClient.Way way = SlowClient.Way.values()[i % 3];
          clients.add(SlowClient.start(way, node, site.tokens.getFirst(), picture, open));
        }
        open.await();
        Traffic.Window window =
            Traffic.during(headers.plus(Duration.ofSeconds(3)), () -> {}, () -> {});
        meanwhile = traffic.samples().in(window);
        Uploads.until(
            () ->
                clients.stream()
                    .filter(client -> client.way != SlowClient.Way.READ)
                    .allMatch(client -> client.ended != null));
      }
      Duration slowestHead = slowest(clients, SlowClient.Way.HEADERS);
      Duration slowestBody = slowest(clients, SlowClient.Way.BODY);
      figures
          .add("connections", connections)
          .add("answers to others", meanwhile.answers())
          .add("memory", before / 1024 + " → " + node.kilobytes("VmRSS") / 1024 + " MB")
          .add("slow bodies closed after", slowestBody);
      clients.forEach(SlowClient::close);
      assertThat(meanwhile.where(sample -> !sample.ok()).list()).isEmpty();
      assertThat(journal.verify(site.database).clean()).isTrue();
      figures
          .within(headers.plus(SWEEP), "slow headers closed after", slowestHead)
          .within(OTHERS, "others' p99", meanwhile.p99());
    }
  }

  private static Duration slowest(List<SlowClient> clients, SlowClient.Way way) {
    return clients.stream()
        .filter(client -> client.way == way)
        .map(client -> Objects.requireNonNull(client.ended))
        .max(Duration::compareTo)
        .orElseThrow();
  }

  /** The control: with an hour's patience nobody is closed. */
  @Test
  @Tag("faults")
  @Proves(Promise.SLOW_CLIENTS)
  void control_patientServer_closesNobody(Figures figures) throws Exception {
    try (Site site = Site.open()) {
      ServerProcess node = site.node(Map.of("FLASHCROWD_HTTP_HEADER_TIMEOUT", "5m"));
      CountDownLatch open = new CountDownLatch(30);
      List<SlowClient> clients = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        clients.add(
            SlowClient.start(SlowClient.Way.HEADERS, node, site.tokens.getFirst(), "", open));
      }
      open.await();
      Traffic.during(Duration.ofSeconds(13), () -> {}, () -> {});
      long closed = clients.stream().filter(client -> client.ended != null).count();
      clients.forEach(SlowClient::close);

      figures.add("control, five minutes' patience: slow headers closed in 13 s", closed);
      assertThat(closed).isZero();
    }
  }

  /** One connection of somebody who wants to keep the server busy. */
  private static final class SlowClient {
    enum Way {
      HEADERS,
      BODY,
      READ
    }

    private final Way way;
    private final Socket socket;
    private final long begun = System.nanoTime();
    private volatile @Nullable Duration ended;

    private SlowClient(Way way, Socket socket) {
      this.way = way;
      this.socket = socket;
    }

    static SlowClient start(
        Way way, ServerProcess node, String token, String picture, CountDownLatch open)
        throws IOException {
      Socket socket = new Socket();
      // So that a whole answer does not fit into the system's own buffers.
      socket.setReceiveBufferSize(4 << 10);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), node.uri().getPort()), 10_000);
      SlowClient client = new SlowClient(way, socket);
      Thread.ofVirtual().start(() -> client.send(token, picture, open));
      Thread.ofVirtual().start(client::awaitEnd);
      return client;
    }

    private void send(String token, String picture, CountDownLatch open) {
      try {
        OutputStream out = socket.getOutputStream();
        String authorized = "Host: a\r\nAuthorization: Bearer " + token + "\r\n";
        switch (way) {
          case HEADERS -> write(out, "GET /api/v1/timelines/public HTTP/1.1\r\nHost: a\r\nX-A: ");
          case BODY ->
              write(
                  out,
                  "POST /api/v1/statuses HTTP/1.1\r\n"
                      + authorized
                      + "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n");
          case READ -> write(out, "GET " + picture + " HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        open.countDown();
        while (way != Way.READ && ended == null) {
          LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
          write(out, "a");
        }
      } catch (IOException closed) {
        open.countDown();
      }
    }

    private static void write(OutputStream out, String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }

    /** Whoever does not read cannot tell. */
    private void awaitEnd() {
      if (way == Way.READ) {
        return;
      }
      try {
        while (socket.getInputStream().read() >= 0) {
          Thread.onSpinWait();
        }
      } catch (IOException reset) {
        // The same.
      }
      ended = Duration.ofNanos(System.nanoTime() - begun);
    }

    void close() {
      try {
        socket.close();
      } catch (IOException gone) {
        // That is what was wanted.
      }
    }
  }
}
