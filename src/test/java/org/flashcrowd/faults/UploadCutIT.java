package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.flashcrowd.db.Jdbc;
import org.flashcrowd.media.Pictures;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Uploads whose client goes away, by a reset or quietly, after a random number of bytes. */
class UploadCutIT {
  private static final int DESCRIPTORS = 5;
  // The original and three renditions.
  private static final int FILES_OF_ONE = 4;

  @Test
  @Proves(Promise.UPLOAD_CUT)
  void cut_hundredTimes_leavesNothing(Figures figures) throws Exception {
    cut(100, figures);
  }

  @Test
  @Tag("faults")
  @Proves(Promise.UPLOAD_CUT)
  void cut_thousandTimes_leavesNothing(Figures figures) throws Exception {
    cut(1_000, figures);
  }

  private static void cut(int times, Figures figures) throws Exception {
    Random random = new Random(times);
    try (Site site = Site.open()) {
      ServerProcess node = site.node(Map.of());
      byte[] request = request(site.tokens.getFirst());
      // The control: one that is whole leaves a row and files, which the same looks find. It also
      // pays for what is opened once.
      send(node, request, request.length, false);
      Uploads.until(() -> files(site) == FILES_OF_ONE);
      assertThat(rows(site)).isEqualTo(1);
      int before = settled(node);
      for (int i = 0; i < times; i++) {
        send(node, request, random.nextInt(request.length - 20), i % 2 == 0);
      }
      int after = settled(node);
      Uploads.until(() -> files(site) == FILES_OF_ONE);

      figures
          .add("uploads cut", times)
          .add("rows of them", rows(site) - 1)
          .add("files of them", files(site) - FILES_OF_ONE)
          .add("open file descriptors", before + " → " + after);
      assertThat(rows(site)).isEqualTo(1);
      assertThat(after).isBetween(before - DESCRIPTORS, before + DESCRIPTORS);
    }
  }

  /** How many descriptors are open once nothing has changed for a while. */
  private static int settled(ServerProcess node) {
    AtomicInteger last = new AtomicInteger(-1);
    AtomicInteger same = new AtomicInteger();
    Uploads.until(
        () -> {
          int now = node.openFiles().size();
          return last.getAndSet(now) == now ? same.incrementAndGet() > 60 : same.getAndSet(0) < 0;
        });
    return last.get();
  }

  private static void send(ServerProcess node, byte[] request, int bytes, boolean reset)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.uri().getPort())) {
      if (reset) {
        socket.setSoLinger(true, 0);
      }
      OutputStream out = socket.getOutputStream();
      out.write(request, 0, bytes);
      out.flush();
      if (bytes == request.length) {
        assertThat(socket.getInputStream().read()).isPositive();
      }
    }
  }

  private static byte[] request(String token) {
    byte[] start =
        ("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n"
                + "Content-Type: image/jpeg\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] picture = Pictures.jpeg(900, 700);
    byte[] end = "\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII);
    String head =
        "POST /api/v2/media HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n".formatted(token)
            + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n"
                .formatted(start.length + picture.length + end.length);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    whole.writeBytes(start);
    whole.writeBytes(picture);
    whole.writeBytes(end);
    return whole.toByteArray();
  }

  private static long files(Site site) {
    try (Stream<Path> files = Files.walk(site.media())) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException | UncheckedIOException goneMeanwhile) {
      return -1;
    }
  }

  private static long rows(Site site) throws SQLException {
    try (Connection connection = Jdbc.connect(site.database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM media")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
