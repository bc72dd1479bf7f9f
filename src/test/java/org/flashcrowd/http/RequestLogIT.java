package org.flashcrowd.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.flashcrowd.testing.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RequestLogIT {
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
    }
  }

  private final Logger logger = (Logger) LoggerFactory.getLogger(RequestLog.class);
  private final Lines lines = new Lines();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  @Test
  void answered_wanted_isOneLineWithoutTheToken() throws InterruptedException {
    try (TestServer server = TestServer.start(Map.of("FLASHCROWD_LOGGING_REQUESTS", "true"))) {
      server.client().get("/api/v1/instance?access_token=secret");

      String line = lines.lines.poll(10, TimeUnit.SECONDS);
      assertThat(line).startsWith("GET /api/v1/instance 200 ").doesNotContain("secret");
    }
  }

  @Test
  void answered_notWanted_isNoLine() {
    try (TestServer server = TestServer.start()) {
      server.client().get("/api/v1/instance");
    }
    assertThat(lines.lines).isEmpty();
  }
}
