package org.flashcrowd.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class during which an event loop was blocked for longer than the server allows (100
 * ms). Registered for every test; what it hears is Vert.x's own blocked-thread checker.
 */
public final class BlockedLoops implements BeforeAllCallback, AfterAllCallback {
  private static final Queue<String> BLOCKED = new ConcurrentLinkedQueue<>();
  private static final Appender APPENDER = new Appender();

  @Override
  public void beforeAll(ExtensionContext context) {
    APPENDER.listen();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    failIfAny();
  }

  /** Fails when an event loop was blocked since the last call. */
  static void failIfAny() {
    String first = BLOCKED.poll();
    BLOCKED.clear();
    if (first != null) {
      throw new AssertionError("an event loop was blocked:\n" + first);
    }
  }

  /** Forgives what has been heard of: for a server that is only starting. */
  static void forget() {
    BLOCKED.clear();
  }

  /** Whether one was heard of since then. */
  static boolean heard() {
    return !BLOCKED.isEmpty();
  }

  private static final class Appender extends AppenderBase<ILoggingEvent> {
    void listen() {
      if (!isStarted()) {
        start();
        Logger checker =
            (Logger) LoggerFactory.getLogger("io.vertx.core.impl.BlockedThreadChecker");
        checker.addAppender(this);
      }
    }

    @Override
    protected void append(ILoggingEvent event) {
      IThrowableProxy stack = event.getThrowableProxy();
      if (event.getFormattedMessage().contains("eventloop") && stack != null) {
        BLOCKED.add(event.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(stack));
      }
    }
  }
}
