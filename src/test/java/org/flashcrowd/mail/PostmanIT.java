package org.flashcrowd.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flashcrowd.testing.TestStore.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flashcrowd.config.Config;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobFailure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.resilience.BreakerOpen;
import org.flashcrowd.resilience.Breakers;
import org.flashcrowd.testing.TestStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostmanIT {
  private static TestStore store;
  private static Mail mail;
  private GreenMail server;

  @BeforeAll
  static void start() {
    store = new TestStore();
    mail = new Mail(new Jobs(store.vertx(), store.database(), Mail.JOBS, Config.defaults().jobs()));
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @BeforeEach
  void startMail() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
  }

  @AfterEach
  void stopMail() {
    server.stop();
  }

  @Test
  void send_letter_arrivesAsTextAndHtml() throws Exception {
    await(smtp(server.getSmtp().getPort()).send(job("anna@example.org", "Zoë")));

    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("Welcome to Flashcrowd");
    assertThat(message.getFrom()[0]).hasToString("Flashcrowd <noreply@photos.example>");
    assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(message.getMessageID()).isEqualTo("<7.approved@photos.example>");
    Multipart parts = (Multipart) message.getContent();
    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat((String) parts.getBodyPart(0).getContent()).startsWith("@Zoë, your request");
    assertThat((String) parts.getBodyPart(1).getContent()).contains("<p>@Zoë, your request");
  }

  @Test
  void send_twice_hasTheSameMessageId() throws Exception {
    Postman postman = smtp(server.getSmtp().getPort());

    await(postman.send(job("anna@example.org", "a")));
    await(postman.send(job("anna@example.org", "a")));

    assertThat(server.getReceivedMessages()[0].getMessageID())
        .isEqualTo(server.getReceivedMessages()[1].getMessageID());
  }

  @Test
  void send_nameWithHeaders_addsNone() throws Exception {
    await(
        smtp(server.getSmtp().getPort())
            .send(job("anna@example.org", "x\r\nBcc: eve@example.org\r\n\r\nhi")));

    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(server.getReceivedMessages()[0].getHeader("Bcc")).isNull();
  }

  @Test
  void send_addressThatIsNone_isParkedAtOnce() {
    for (String address :
        new String[] {
          "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "<a@b.example>", "a", "@"
        }) {
      assertThat(failure(smtp(server.getSmtp().getPort()), address))
          .as(address)
          .isInstanceOfSatisfying(
              JobFailure.class, refused -> assertThat(refused.isRetryable()).isFalse());
    }
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void send_foreignDomain_goesOutInAscii() throws Exception {
    await(smtp(server.getSmtp().getPort()).send(job("anna@bücher.example", "x")));

    assertThat(server.getReceivedMessages()[0].getAllRecipients()[0])
        .hasToString("anna@xn--bcher-kva.example");
  }

  @Test
  @Proves(Promise.MAIL_PUSH_DOWN)
  void send_serverAway_isTriedAgain() {
    int port = server.getSmtp().getPort();
    server.stop();

    assertThat(failure(smtp(port), "anna@example.org")).isNotInstanceOf(JobFailure.class);
  }

  @Test
  void send_serverThatSaysNothing_isGivenUpInTime() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(failure(smtp(mute.getLocalPort()), "anna@example.org"))
          .isNotInstanceOf(JobFailure.class);
    }
  }

  @Test
  @Proves(Promise.MAIL_PUSH_DOWN)
  void send_serverSaysNothingTimeAndAgain_isLeftAlone() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Postman postman = smtp(mute.getLocalPort());
      List<Future<Throwable>> tries =
          IntStream.range(0, 6)
              .mapToObj(i -> failing(postman.send(job("anna@example.org", "x"))))
              .toList();
      tries.forEach(TestStore::await);
      long before = System.nanoTime();

      Throwable failure = failure(postman, "anna@example.org");

      assertThat(failure).isInstanceOf(BreakerOpen.class);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void send_lettersThatAreRefused_sayNothingOfTheServer() throws Exception {
    Postman postman = smtp(server.getSmtp().getPort());
    for (int i = 0; i < 6; i++) {
      assertThat(failure(postman, "nobody")).isInstanceOf(JobFailure.class);
    }

    await(postman.send(job("anna@example.org", "x")));

    assertThat(server.getReceivedMessages()).hasSize(1);
  }

  @Test
  void send_noServer_writesAFileForTheOwnerAlone(@TempDir Path folder) throws IOException {
    Config config = config(Map.of());
    Postman postman =
        new Postman(
            mail,
            new FolderDelivery(store.vertx(), folder, "photos.example", Clock.systemUTC()),
            config);

    await(postman.send(job("anna@example.org", "Anna")));

    try (Stream<Path> files = Files.list(folder)) {
      Path file = files.findFirst().orElseThrow();
      assertThat(file.getFileName().toString()).endsWith(".eml");
      assertThat(Files.readString(file))
          .contains("To: anna@example.org", "Subject: Welcome to Flashcrowd", "Anna");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  private static Throwable failure(Postman postman, String address) {
    return await(failing(postman.send(job(address, "x"))));
  }

  private static Future<Throwable> failing(Future<Void> sent) {
    return sent.<Throwable>map(new AssertionError("it was sent")).otherwise(failure -> failure);
  }

  private static Postman smtp(int port) {
    Config config = config(Map.of("FLASHCROWD_MAIL_URI", "smtp://127.0.0.1:" + port));
    return new Postman(
        mail,
        new SmtpDelivery(
            store.vertx(),
            config.mail(),
            "photos.example",
            new Breakers(store.vertx(), new SimpleMeterRegistry())),
        config);
  }

  private static Config config(Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("FLASHCROWD_PUBLIC_URL", "https://photos.example");
    environment.put("FLASHCROWD_MAIL_STARTTLS", "disabled");
    environment.put("FLASHCROWD_MAIL_TIMEOUT", "2s");
    return Config.load(null, environment);
  }

  private static Job job(String to, String name) {
    JsonObject letter =
        new JsonObject()
            .put("to", to)
            .put("words", "approved")
            .put("values", new JsonObject().put("name", name))
            .put("link", "https://photos.example/auth/sign_in");
    return new Job(
        7,
        Mail.SEND,
        new JsonObject().put("name", "letter").put("args", letter),
        1,
        1,
        Instant.now().plus(Duration.ofMinutes(1)));
  }
}
