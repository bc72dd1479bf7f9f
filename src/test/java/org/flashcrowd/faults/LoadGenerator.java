package org.flashcrowd.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server for a mixture of things over many connections, in a process of its own: first as
 * fast as it answers (for its peak), then at a rate that does not care how it answers.
 *
 * <p>Prints one figure a line, {@code name value}. An answer's time counts from the moment at which
 * the generator came to its request, whether or not there was a connection free for it. How long
 * after the request was due that was is a figure of its own: the generator's lateness is not the
 * server's, and where it is long, the load was not what it says.
 */
public final class LoadGenerator {
  private static final int[] STEPS = {8, 16, 32, 64};
  private static final int STEP_SECONDS = 5;
  private static final int WARM_CONNECTIONS = 8;
  private static final int LEAST_WARMING = 8;
  private static final int MOST_WARMING = 16;
  private static final double STILL_WARMING = 1.03;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final double MOST_REFUSED = 0.01;
  private static final int AFTER_SECONDS = 15;

  private final LoadMixture mixture;
  private final LoadConnections connections;

  private LoadGenerator(LoadMixture mixture, LoadConnections connections) {
    this.mixture = mixture;
    this.connections = connections;
  }

  private LoadTally tally(long seconds) {
    return new LoadTally(
        mixture.kinds().size(), System.nanoTime(), TimeUnit.SECONDS.toNanos(seconds));
  }

  /**
   * As many requests at once as {@code atOnce}, each followed by the next. Whoever is refused
   * pauses, or nothing but refusals would be asked for.
   */
  private LoadTally closed(int atOnce, long seconds) throws IOException {
    LoadTally tally = tally(seconds);
    Deque<Long> pauses = new ArrayDeque<>();
    long now = tally.started;
    while (now < tally.ends) {
      while (!pauses.isEmpty() && pauses.getFirst() <= now) {
        pauses.removeFirst();
      }
      while (connections.underWay() + pauses.size() < atOnce) {
        connections.ask(mixture.any(), tally, now);
      }
      long refused = tally.refused;
      connections.turn(1);
      now = System.nanoTime();
      for (; refused < tally.refused; refused++) {
        pauses.addLast(now + PAUSE_NANOS);
      }
    }
    return tally;
  }

  /** So many requests a second, whatever comes back. */
  private LoadTally open(double rate, long seconds) throws IOException {
    LoadTally tally = tally(seconds);
    long asked = 0;
    long now = tally.started;
    while (now < tally.ends) {
      long until = (long) ((now - tally.started) / 1e9 * rate);
      for (; asked < until; asked++) {
        long turn = System.nanoTime();
        tally.turn(turn - tally.started - (long) (asked / rate * 1e9));
        connections.ask(mixture.any(), tally, turn);
      }
      connections.turn(1);
      now = System.nanoTime();
    }
    connections.forgetWaiting();
    return tally;
  }

  /** A server that has just started compiles itself while it answers. */
  private void warm() throws IOException {
    double best = 0;
    int settled = 0;
    for (int i = 0; i < MOST_WARMING && (settled < 2 || i < LEAST_WARMING); i++) {
      LoadTally tally = closed(WARM_CONNECTIONS, STEP_SECONDS);
      double rate = tally.rate(tally.good());
      settled = rate < STILL_WARMING * best ? settled + 1 : 0;
      best = Math.max(best, rate);
      say("warming" + i, rate);
    }
  }

  /**
   * The step at which most was answered. Where some were refused, what was answered is no longer
   * the mixture, but what of it costs least.
   */
  private LoadTally peak() throws IOException {
    LoadTally best = tally(STEP_SECONDS);
    for (int step : STEPS) {
      LoadTally tally = closed(step, STEP_SECONDS);
      say("step" + step, tally.rate(tally.good()));
      say("step" + step + "-refused", tally.rate(tally.refused));
      if (tally.good() > best.good() && tally.refused < MOST_REFUSED * tally.sent) {
        best = tally;
      }
    }
    return best;
  }

  private void tell(LoadTally peak, LoadTally over) {
    say("sent", over.rate(over.sent));
    say("unsent", over.rate(over.unsent));
    say("generator-late-p99", over.lateMillis(0.99));
    say("goodput", over.rate(over.good()));
    for (int kind = 0; kind < mixture.kinds().size(); kind++) {
      String name = mixture.kinds().get(kind);
      say("peak-" + name, peak.rate(peak.good[kind]));
      say("goodput-" + name, over.rate(over.good[kind]));
    }
    say("accepted-p50", over.acceptedMillis(0.5));
    say("accepted-p99", over.acceptedMillis(0.99));
    say("refused", over.rate(over.refused));
    say("refused-p50", over.refusedMillis(0.5));
    say("refused-p99", over.refusedMillis(0.99));
    say("refused-max", over.refusedMillis(1));
    say("without-retry-after", (double) over.withoutRetryAfter);
    say("failed", (double) over.failed);
    say("connections", connections.open());
  }

  private void run(double factor, long seconds) throws IOException {
    warm();
    LoadTally peak = peak();
    double rate = peak.rate(peak.good());
    say("peak", rate);
    LoadTally over = open(factor * rate, seconds);
    say("offered", factor * rate);
    LoadTally after = open(rate / 2, AFTER_SECONDS);
    tell(peak, over);
    say("after-goodput", after.rate(after.good()));
    say("after-accepted-p99", after.acceptedMillis(0.99));
    System.out.println("after-refused by second: " + after.refusedBySecond());
    say("normal-after", after.normalAfter());
  }

  private static void say(String name, double value) {
    System.out.printf(Locale.ROOT, "%s %.1f%n", name, value);
  }

  /** {@code port file factor seconds}; the file is that of {@link LoadMixture#read}. */
  public static void main(String[] arguments) throws IOException {
    LoadMixture mixture = LoadMixture.read(Path.of(arguments[1]));
    LoadConnections connections = new LoadConnections(Integer.parseInt(arguments[0]));
    new LoadGenerator(mixture, connections)
        .run(Double.parseDouble(arguments[2]), Long.parseLong(arguments[3]));
  }
}
