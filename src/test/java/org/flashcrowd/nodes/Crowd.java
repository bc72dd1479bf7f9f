package org.flashcrowd.nodes;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.flashcrowd.media.Uploads;
import org.flashcrowd.testing.ApiClient;

/** A few people who read and post at a node without a pause, and what went wrong for them. */
final class Crowd implements AutoCloseable {
  private static final int PEOPLE = 4;
  private static final List<String> PATHS =
      List.of(
          "/api/v1/timelines/home",
          "/api/v1/timelines/public",
          "/api/v1/accounts/verify_credentials",
          "/api/v1/notifications",
          "/api/v2/search?q=day",
          "/api/v2/instance");

  private final AtomicInteger calls = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> people = new ArrayList<>();
  private volatile boolean ended;

  private Crowd() {}

  static Crowd at(URI node, String token) {
    Crowd crowd = new Crowd();
    ApiClient client = new ApiClient(node).as(token);
    for (int i = 0; i < PEOPLE; i++) {
      crowd.people.add(Thread.ofVirtual().start(() -> crowd.repeat(client)));
    }
    return crowd;
  }

  private void repeat(ApiClient client) {
    while (!ended) {
      int call = calls.incrementAndGet();
      try {
        ApiClient.Answer answer =
            call % 3 == 0
                ? client.post("/api/v1/statuses", Map.of("status", "what a day " + call))
                : client.get(PATHS.get(call % PATHS.size()));
        if (answer.status() >= 300) {
          failures.add(answer.status() + " " + answer.text());
        }
      } catch (AssertionError broken) {
        failures.add(broken.toString());
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Waits until they have made so many more calls. */
  void call(int more) {
    int enough = calls.get() + more;
    Uploads.until(() -> calls.get() >= enough);
  }

  Queue<String> failures() {
    return failures;
  }

  @Override
  public void close() {
    ended = true;
    for (Thread one : people) {
      try {
        one.join();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
