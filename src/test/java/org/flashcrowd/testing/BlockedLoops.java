package org.flashcrowd.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails a test class during which an event loop was blocked for longer than the server allows (100
 * ms). Registered for every test; what it hears is Vert.x's own blocked-thread checker.
 *
 * <p>A loop that neither waits for anything nor had the processor for half of that time was not
 * blocked: the machine had no time for it.
 */
public final class BlockedLoops implements BeforeAllCallback, AfterAllCallback {
  private static final Queue<String> BLOCKED = new ConcurrentLinkedQueue<>();
  private static final Appender APPENDER = new Appender();
  private static final Pattern MESSAGE = Pattern.compile("Thread (\\S+) .*blocked for (\\d+) ms");
  private static final long BUSY_MILLIS = 50;
  private static final LoopCpu CPU = new LoopCpu();

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
  public static void forget() {
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
        CPU.start();
        Logger checker =
            (Logger) LoggerFactory.getLogger("io.vertx.core.impl.BlockedThreadChecker");
        checker.addAppender(this);
      }
    }

    @Override
    protected void append(ILoggingEvent event) {
      IThrowableProxy stack = event.getThrowableProxy();
      String message = event.getFormattedMessage();
      if (message.contains("eventloop") && stack != null && !starved(message, stack)) {
        BLOCKED.add(message + "\n" + ThrowableProxyUtil.asString(stack));
      }
    }

    private static boolean starved(String message, IThrowableProxy stack) {
      Matcher told = MESSAGE.matcher(message);
      return told.find()
          && !waits(stack)
          && CPU.millis(told.group(1), Long.parseLong(told.group(2))) < BUSY_MILLIS;
    }

    /** Whoever waits does so in native code; to wake another up is no wait. */
    private static boolean waits(IThrowableProxy stack) {
      StackTraceElementProxy[] frames = stack.getStackTraceElementProxyArray();
      if (frames.length == 0) {
        return true;
      }
      StackTraceElement top = frames[0].getStackTraceElement();
      return top.isNativeMethod() && !top.getMethodName().equals("unpark");
    }
  }
}
