package org.flashcrowd.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.flashcrowd.config.SurgeSettings;
import org.flashcrowd.resilience.Admission;
import org.flashcrowd.resilience.AdmissionBounds;
import org.flashcrowd.resilience.Overloaded;
import org.flashcrowd.resilience.Priority;
import org.flashcrowd.resilience.Surge;
import org.jspecify.annotations.Nullable;

/**
 * Stands before everything that a request costs, on one event loop: it lets in, lets wait or
 * refuses, by the request's head alone.
 *
 * <p>A request with a body takes its place when the body has come: a slow sender must not hold one.
 */
final class Gate {
  // Their work on the loop is short, whatever their callers' networks do: a descriptor each, and a
  // crowd that comes for one photo is what this server is for.
  private static final int FILES_AT_ONCE = 4_096;
  private static final int UPLOADS_AT_ONCE = 256;
  private static final int EVENTS_AT_ONCE = 512;

  /** Why somebody was refused. */
  private enum Reason {
    /** No room, and none to wait. */
    FULL,
    /** No room while it waited. */
    WAITED,
    /** An operator wants nobody without a token. */
    PINNED
  }

  private final Admission admission;
  private final Surge surge;
  private final boolean enabled;
  private final Map<Priority, Map<Reason, Counter>> sheds = new EnumMap<>(Priority.class);
  // Of what is bounded by its own number.
  private final Map<Traffic, Counter> crowded = new EnumMap<>(Traffic.class);
  private int files;
  private int uploads;
  private int events;

  Gate(SurgeSettings settings, Surge surge, MeterRegistry meters) {
    this.surge = surge;
    this.enabled = settings.enabled();
    this.admission =
        new Admission(
            new AdmissionBounds(
                settings.maxWait().toNanos(),
                settings.queue(),
                settings.minConcurrency(),
                settings.maxConcurrency(),
                settings.targetLatency().toNanos(),
                settings.targetLag().toNanos() / 1e6));
    for (Priority priority : Priority.values()) {
      Map<Reason, Counter> counters = new EnumMap<>(Reason.class);
      for (Reason reason : Reason.values()) {
        counters.put(reason, counter(meters, priority, reason));
      }
      sheds.put(priority, counters);
    }
    for (Traffic traffic : List.of(Traffic.FILES, Traffic.UPLOAD, Traffic.EVENTS)) {
      crowded.put(traffic, counter(meters, traffic, Reason.FULL));
    }
  }

  private static Counter counter(MeterRegistry meters, Enum<?> priority, Reason reason) {
    return Counter.builder("flashcrowd.http.shed")
        .description("Requests answered 503 because there was no room for them")
        .tag("priority", priority.name().toLowerCase(Locale.ROOT))
        .tag("reason", reason.name().toLowerCase(Locale.ROOT))
        .register(meters);
  }

  /** Begins to measure the loop. */
  void open(Vertx vertx) {
    vertx.setPeriodic(Admission.PACE_MILLIS, tick -> admission.tick(System.nanoTime()));
    surge.watch(admission::load);
  }

  /** A request's way through the gate; begins with {@link Turn#comesIn}. */
  Turn turn(Route route, HttpServerRequest http) {
    RequestHead head = RequestHead.of(http);
    admission.look(System.nanoTime());
    return new Turn(route.traffic(head), head);
  }

  /** Whether anybody is refused at once these days; costs next to nothing to ask. */
  boolean refusing() {
    if (!enabled) {
      return false;
    }
    admission.look(System.nanoTime());
    return admission.refusing() || (surge.pinned() && surge.atLeast(Surge.Level.SHEDDING));
  }

  /**
   * Refuses, and counts, a request without a body that would be refused without a wait.
   *
   * @return false where it is to go its way, which may end in a refusal as well
   */
  boolean refusesAtOnce(Route route, RequestHead head) {
    Priority priority = route.traffic(head).priority(head.known());
    if (priority == null) {
      return false;
    }
    boolean pinned = turnedAway(priority);
    if (!pinned && !admission.hopeless(priority)) {
      return false;
    }
    admission.refused();
    shed(priority, pinned ? Reason.PINNED : Reason.FULL);
    return true;
  }

  /** One request's place. Every one that came in {@linkplain #leave leaves}. */
  final class Turn {
    private final Traffic traffic;
    private final boolean hasBody;
    private final boolean known;
    private final @Nullable Priority priority;
    private long since;
    private boolean inside;

    private Turn(Traffic traffic, RequestHead head) {
      this.traffic = traffic;
      this.hasBody = head.body();
      this.known = head.known();
      this.priority = enabled ? traffic.priority(known) : null;
    }

    /** Whether the caller says who they are; whether it is true costs more to find out. */
    boolean known() {
      return known;
    }

    /** Whether it may go on now. If not, it {@link #waits} or is refused. */
    boolean comesIn() {
      if (priority == null) {
        return traffic == Traffic.EVENTS ? hasRoom() : takesBay();
      }
      if (turnedAway(priority)) {
        return false;
      }
      if (hasBody) {
        return !admission.hopeless(priority);
      }
      return admission.enter(priority) && entered();
    }

    private boolean hasRoom() {
      boolean room =
          switch (traffic) {
            case FILES -> files < FILES_AT_ONCE;
            case UPLOAD -> uploads < UPLOADS_AT_ONCE;
            case EVENTS -> events < EVENTS_AT_ONCE && !refusing();
            default -> true;
          };
      if (!room) {
        Objects.requireNonNull(crowded.get(traffic)).increment();
      }
      return room;
    }

    private boolean takesBay() {
      inside = hasRoom();
      if (inside) {
        count(1);
      }
      return inside;
    }

    private void count(int one) {
      if (traffic == Traffic.FILES) {
        files += one;
      } else if (traffic == Traffic.UPLOAD) {
        uploads += one;
      } else if (traffic == Traffic.EVENTS) {
        events += one;
      }
    }

    private boolean entered() {
      inside = true;
      since = System.nanoTime();
      return true;
    }

    /**
     * Waits for room. What becomes of it is done in the context of the request.
     *
     * @return whether it waits; if not, neither will be called
     */
    boolean waits(Runnable admitted, Runnable refused) {
      Priority mine = priority;
      if (mine == null) {
        return false;
      }
      if (turnedAway(mine)) {
        admission.refused();
        shed(mine, Reason.PINNED);
        return false;
      }
      boolean noWait = mine == Priority.ANONYMOUS && surge.atLeast(Surge.Level.SHEDDING);
      if (noWait || hasBody) {
        admission.refused();
        shed(mine, Reason.FULL);
        return false;
      }
      return await(mine, admitted, refused);
    }

    private boolean await(Priority mine, Runnable admitted, Runnable refused) {
      Context call = Objects.requireNonNull(Vertx.currentContext());
      boolean waits =
          admission.await(
              mine,
              new Admission.Waiter() {
                @Override
                public void admitted() {
                  entered();
                  call.runOnContext(now -> admitted.run());
                }

                @Override
                public void refused() {
                  shed(mine, Reason.WAITED);
                  refused.run();
                }
              },
              System.nanoTime());
      if (!waits) {
        shed(mine, Reason.FULL);
      }
      return waits;
    }

    /** Its body has come: takes the place that it has not taken yet, or fails. */
    Future<?> bodyReceived() {
      Priority mine = priority;
      if (traffic == Traffic.EVENTS && !inside) {
        return takesBay() ? Future.succeededFuture() : Future.failedFuture(full());
      }
      if (inside || mine == null || (admission.enter(mine) && entered())) {
        return Future.succeededFuture();
      }
      Promise<Void> place = Promise.promise();
      boolean waits = await(mine, place::complete, () -> place.fail(full()));
      return waits ? place.future() : Future.failedFuture(full());
    }

    private static Overloaded full() {
      return new Overloaded("http", 2);
    }

    /** It has its answer. */
    void leave() {
      if (!inside) {
        return;
      }
      inside = false;
      if (priority == null) {
        count(-1);
      } else {
        long now = System.nanoTime();
        admission.leave(priority, now - since, now);
      }
    }
  }

  private boolean turnedAway(Priority priority) {
    return priority == Priority.ANONYMOUS && surge.pinned() && surge.atLeast(Surge.Level.SHEDDING);
  }

  private void shed(Priority priority, Reason reason) {
    Objects.requireNonNull(Objects.requireNonNull(sheds.get(priority)).get(reason)).increment();
  }
}
