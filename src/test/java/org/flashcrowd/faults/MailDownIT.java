package org.flashcrowd.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.TestRows;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.Test;

/** The mail server is away: nobody notices but the letters, which go out when it is back. */
class MailDownIT {
  @Test
  void mailServer_downAndUpAgain_lettersGoOutLater() throws IOException {
    int port = freePort();
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

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
