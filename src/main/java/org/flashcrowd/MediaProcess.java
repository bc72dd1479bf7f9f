package org.flashcrowd;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.flashcrowd.observability.Health;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the role {@code media} in a process beside the server, and keeps it running: a decoder that
 * crashes, hangs or eats memory takes that process and no request with it. Its jobs are in the
 * database; whoever runs next takes them up.
 *
 * <p>The process gives a sign of life on its standard output several times a second; without any
 * for a while, or above its limit of memory, it is killed. It ends by itself when its standard
 * input ends, as it does when the server dies in whatever way.
 */
final class MediaProcess implements AutoCloseable {
  /** What a process ends with that wants to be replaced because a picture hangs in it. */
  static final int HANGS = 70;

  private static final Logger LOG = LoggerFactory.getLogger(MediaProcess.class);
  private static final long WATCH_MILLIS = 250;
  private static final Duration FIRST_SIGN = Duration.ofSeconds(90);
  private static final Duration SILENCE = Duration.ofSeconds(10);
  // One that ran for so long did not fail for want of something it needs to start.
  private static final Duration STEADY = Duration.ofSeconds(30);
  private static final Duration FAREWELL = Duration.ofSeconds(15);
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final int MOST_DOUBLINGS = 7;

  private final ProcessBuilder builder;
  private final long maxMemory;
  private final MeterRegistry meters;
  private final AtomicLong memory = new AtomicLong();
  private final AtomicLong lastSign = new AtomicLong();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread supervisor;
  private volatile String state = "starting";
  private volatile long pid = -1;

  /**
   * Starts it, and begins to watch it.
   *
   * @param builder its command and environment
   * @param maxMemory resident, in bytes; 0 for no limit
   */
  MediaProcess(ProcessBuilder builder, long maxMemory, Health health, MeterRegistry meters) {
    this.builder = builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    this.maxMemory = maxMemory;
    this.meters = meters;
    health.part("media-process", () -> state);
    Gauge.builder("flashcrowd.media.process.memory", memory, AtomicLong::get)
        .description("Resident memory of the process that works on pictures")
        .baseUnit("bytes")
        .register(meters);
    this.supervisor = Thread.ofPlatform().daemon().name("media-process").start(this::supervise);
  }

  private void supervise() {
    int failures = 0;
    try {
      while (stop.getCount() > 0) {
        long began = System.nanoTime();
        String end = run();
        if (stop.getCount() == 0) {
          return;
        }
        failures = System.nanoTime() - began > STEADY.toNanos() ? 0 : failures + 1;
        state = "starting";
        meters.counter("flashcrowd.media.process.ends", "reason", end).increment();
        long pause = pause(failures);
        LOG.error("process {} for media has ended ({}); the next in {} ms", pid, end, pause);
        if (stop.await(pause, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** At once the first time; then a random part of what doubles up to half a minute. */
  private static long pause(int failures) {
    long most = FIRST_PAUSE_MILLIS << Math.min(failures, MOST_DOUBLINGS);
    return most / 2 + ThreadLocalRandom.current().nextLong(most / 2);
  }

  /** Runs one process to its end; how it ended, in one word. */
  private String run() throws InterruptedException {
    Process process;
    try {
      process = builder.start();
    } catch (IOException failure) {
      LOG.error("no process for media can be started", failure);
      return "unstartable";
    }
    pid = process.pid();
    lastSign.set(0);
    long began = System.nanoTime();
    Thread.ofVirtual().name("media-process-signs").start(() -> listen(process));
    while (!process.waitFor(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
      if (stop.getCount() == 0) {
        end(process);
        return "stopped";
      }
      Optional<String> reason = reasonToKill(process, began);
      if (reason.isPresent()) {
        process.destroyForcibly().waitFor();
        return reason.get();
      }
    }
    return process.exitValue() == HANGS ? "picture_hung" : "exit_" + process.exitValue();
  }

  private void listen(Process process) {
    try (BufferedReader signs = process.inputReader(StandardCharsets.UTF_8)) {
      while (signs.readLine() != null) {
        lastSign.set(System.nanoTime());
        state = "ok";
      }
    } catch (IOException ended) {
      LOG.debug("process {} says nothing more", process.pid(), ended);
    }
  }

  private Optional<String> reasonToKill(Process process, long began) {
    long now = System.nanoTime();
    long sign = lastSign.get();
    boolean silent =
        sign == 0 ? now - began > FIRST_SIGN.toNanos() : now - sign > SILENCE.toNanos();
    if (silent) {
      return Optional.of("silent");
    }
    memory.set(resident(process.pid()));
    return maxMemory > 0 && memory.get() > maxMemory ? Optional.of("memory") : Optional.empty();
  }

  /** In bytes; 0 where the system does not tell as Linux does. */
  private static long resident(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException | RuntimeException ended) {
      return 0;
    }
    return 0;
  }

  /** Lets it finish what it is at; the end of its input is the sign to. */
  private static void end(Process process) throws InterruptedException {
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      LOG.debug("process {} does not listen", process.pid(), gone);
    }
    if (!process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("process {} for media does not end and is killed", process.pid());
      process.destroyForcibly().waitFor();
    }
  }

  /** Ends the process; waits for it, 16 seconds at most. */
  @Override
  public void close() {
    stop.countDown();
    try {
      supervisor.join(FAREWELL.plusSeconds(1));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
