package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.time.Duration;
import java.util.Map;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.promises.Figures;
import org.flashcrowd.promises.Promise;
import org.flashcrowd.promises.Proves;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/** The mail server is away: nobody notices but the letters, which go out when it is back. */
class MailDownIT {
  private static final int NEWCOMERS = 12;
  private static final Duration WAIT = Duration.ofSeconds(1);

  @Test
  @Proves(Promise.MAIL_PUSH_DOWN)
  void mailServer_downAndUpAgain_lettersGoOutLater() {
    int port = Site.freePort();
    try (TestServer server =
        TestServer.start(
            Map.of(
                "FLASHCROWD_MAIL_URI",
                "smtp://127.0.0.1:" + port,
                "FLASHCROWD_MAIL_STARTTLS",
                "disabled",
                "FLASHCROWD_MAIL_TIMEOUT",
                "2s",
                "FLASHCROWD_REGISTRATIONS_CONFIRM_EMAIL",
                "true"))) {
      server.signUp("anna");
      Uploads.until(
          () ->
              TestRows.number(
                      server,
                      "SELECT count(*) FROM job WHERE kind = 'mail.send' AND failure IS NOT NULL")
                  == 1);
      GreenMail mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
      mail.start();
      try {
        Uploads.until(() -> mail.getReceivedMessages().length == 1);
        Uploads.until(
            () ->
                TestRows.number(server, "SELECT count(*) FROM job WHERE kind = 'mail.send'") == 0);
        assertThat(mail.getReceivedMessages()).hasSize(1);
      } finally {
        mail.stop();
      }
    }
  }

  /** One that takes connections and says nothing costs nobody else a moment. */
  @Test
  @Proves(Promise.MAIL_PUSH_DOWN)
  void mailServer_silent_nobodyElseWaits(Figures figures) {
    try (TcpProxy silent = TcpProxy.to("127.0.0.1", Site.freePort())) {
      silent.blackhole();
      try (TestServer server =
          TestServer.start(
              Map.of(
                  "FLASHCROWD_MAIL_URI",
                  "smtp://127.0.0.1:" + silent.port(),
                  "FLASHCROWD_MAIL_TIMEOUT",
                  "5s",
                  "FLASHCROWD_REGISTRATIONS_CONFIRM_EMAIL",
                  "true"))) {
        Samples samples = new Samples();
        for (int i = 0; i < NEWCOMERS; i++) {
          String name = "newcomer" + i;
          samples.time("sign-up", () -> server.signUp(name));
          samples.time("read", () -> server.client().get("/api/v1/timelines/public"));
        }
        long waiting = TestRows.number(server, "SELECT count(*) FROM job WHERE kind = 'mail.send'");

        figures
            .add("letters that wait for a silent mail server", waiting)
            .within(WAIT, "slowest answer meanwhile", samples.longest());
        assertThat(waiting).isEqualTo(NEWCOMERS);
      }
    }
  }
}
