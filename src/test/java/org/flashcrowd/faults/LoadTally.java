package org.flashcrowd.faults;

import java.util.ArrayList;
import java.util.List;

/** What came back of the requests that were sent in one phase of a load. */
final class LoadTally {
  private static final int BUCKETS = 100_000;
  private static final long BUCKET_NANOS = 100_000;
  private static final long LATE_NANOS = 250_000_000L;

  /** One second of answers, counted by when they came. */
  private static final class Second {
    private int refused;
    private int failed;
    private long slowestNanos;
  }

  final long started;
  final long ends;
  final long[] good;
  long sent;
  long refused;
  long withoutRetryAfter;
  long failed;
  long unsent;
  private final int[] acceptedTimes = new int[BUCKETS];
  private final int[] refusedTimes = new int[BUCKETS];
  private final int[] lateness = new int[BUCKETS];
  private final List<Second> seconds = new ArrayList<>();

  /**
   * @param kinds of requests that are told apart
   */
  LoadTally(int kinds, long started, long nanos) {
    this.good = new long[kinds];
    this.started = started;
    this.ends = started + nanos;
  }

  /** The generator came to a request, so long after it was due. */
  void turn(long lateNanos) {
    lateness[bucket(lateNanos)]++;
  }

  /**
   * An answer came. What comes after the phase has its time counted, but is no goodput of it.
   *
   * @param nanos since the generator came to the request
   */
  void answered(int kind, int status, boolean retryAfter, long nanos, long now) {
    Second second = second(now);
    if (status / 100 == 2) {
      acceptedTimes[bucket(nanos)]++;
      second.slowestNanos = Math.max(second.slowestNanos, nanos);
      if (now <= ends) {
        good[kind]++;
      }
    } else if (status == 503) {
      refused++;
      refusedTimes[bucket(nanos)]++;
      second.refused++;
      if (!retryAfter) {
        withoutRetryAfter++;
      }
    } else {
      failed(now);
    }
  }

  /** No answer, or one that nobody should get. */
  void failed(long now) {
    failed++;
    second(now).failed++;
  }

  private Second second(long now) {
    int at = (int) ((now - started) / 1_000_000_000L);
    while (seconds.size() <= at) {
      seconds.add(new Second());
    }
    return seconds.get(at);
  }

  private static int bucket(long nanos) {
    return Math.clamp(nanos / BUCKET_NANOS, 0, BUCKETS - 1);
  }

  long good() {
    long all = 0;
    for (long kind : good) {
      all += kind;
    }
    return all;
  }

  double rate(long count) {
    return count / ((ends - started) / 1e9);
  }

  double acceptedMillis(double quantile) {
    return quantile(acceptedTimes, quantile);
  }

  double refusedMillis(double quantile) {
    return quantile(refusedTimes, quantile);
  }

  double lateMillis(double quantile) {
    return quantile(lateness, quantile);
  }

  private static double quantile(int[] buckets, double share) {
    long all = 0;
    for (int count : buckets) {
      all += count;
    }
    long left = (long) Math.ceil(all * share);
    for (int i = 0; i < buckets.length; i++) {
      left -= buckets[i];
      if (left <= 0) {
        return all == 0 ? 0 : (i + 1) * BUCKET_NANOS / 1e6;
      }
    }
    return 0;
  }

  /** The first second from which on nothing was refused, nothing failed and nothing was late. */
  int normalAfter() {
    int normal = 0;
    for (int i = 0; i < seconds.size(); i++) {
      Second second = seconds.get(i);
      if (second.refused + second.failed > 0 || second.slowestNanos > LATE_NANOS) {
        normal = i + 1;
      }
    }
    return normal;
  }

  /** Refusals of each second, for whoever wants to see how a load ebbs. */
  List<Integer> refusedBySecond() {
    return seconds.stream().map(second -> second.refused).toList();
  }
}
