package org.flashcrowd.bench.scale;

import java.util.EnumMap;
import java.util.Map;
import org.flashcrowd.bench.scale.Costs.Work;

/** What one person who comes by on a day does, on average. Assumptions, and the only ones. */
final class Day {
  static final double SECONDS = 86_400;

  /** The busiest hour against the average of the day. */
  static final double PEAK = 4;

  /** How much of a core is used at that hour, so that a crowd finds room. */
  static final double USED = 0.5;

  /** Jobs that a post or an upload causes. */
  static final double JOBS_A_POST = 7;

  /** Feed rows of a post: half of the followers of somebody average (the simulation below). */
  static final double FEED_ROWS_A_POST = 24;

  /** Rows of a full feed, and their size with its index. */
  static final double FEED_BYTES = 800 * 80;

  /** A post in PostgreSQL with its counters, tags, photo, search and all of their indexes. */
  static final double POST_BYTES = 2_000;

  /** Events of a call, what each takes in PostgreSQL, and how long it is kept by default. */
  static final double EVENTS_A_CALL = 50;

  static final double EVENT_BYTES = 70;
  static final double EVENT_DAYS = 30;

  static final double PICTURES_SEEN = 300;
  static final double KILOBYTES_A_PICTURE = 60;
  static final double KILOBYTES_A_PHOTO = 4_000 + 400;

  private static final Map<Work, Double> TIMES =
      new EnumMap<>(
          Map.of(
              Work.HOME, 15.0,
              Work.PUBLIC, 5.0,
              Work.SINGLE, 40.0,
              Work.NOTIFICATIONS, 10.0,
              Work.POST, 0.5,
              Work.EVENTS, 4.0,
              Work.UPLOAD, 0.4,
              Work.PICTURE, 0.4,
              Work.JOB, 0.5 * JOBS_A_POST + 0.4,
              Work.SIGN_IN, 0.05));

  private Day() {}

  static double times(Work work) {
    return TIMES.getOrDefault(work, 0.0);
  }

  /** So many a second at the busiest hour, of this many people a day. */
  static double atPeak(Work work, double people) {
    return people * times(work) / SECONDS * PEAK;
  }
}
