package org.flashcrowd.jobs;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.flashcrowd.config.Config;

/**
 * One kind of background work, declared as a constant by the capability that does it:
 *
 * <pre>{@code
 * static final JobKind FAN_OUT =
 *     JobKind.named("timelines.fan-out", Role.FEED).lane(Lane.INTERACTIVE).on("status.published");
 * }</pre>
 *
 * <p>Every node knows every kind, whatever its roles, so that it can enqueue what others run.
 *
 * @param name capability and work, such as {@code timelines.fan-out}; unique
 * @param role nodes with this role run it
 * @param lane its class of work
 * @param priority within the lane's kind, 0 first; 100 unless said
 * @param maxAttempts failures before the job is parked; 0 for {@code jobs.max_attempts}
 * @param timeout how long one attempt may take
 * @param cause the events that cause one such job each
 */
public record JobKind(
    String name,
    Config.Role role,
    Lane lane,
    int priority,
    int maxAttempts,
    Duration timeout,
    Cause cause) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");

  public JobKind {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a job kind is named capability.work, not " + name);
    }
    if (priority < 0 || priority > Short.MAX_VALUE) {
      throw new IllegalArgumentException(name + ": priority " + priority);
    }
    if (maxAttempts < 0 || maxAttempts > 1000) {
      throw new IllegalArgumentException(name + ": max attempts " + maxAttempts);
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException(name + ": timeout " + timeout);
    }
  }

  /**
   * What causes a job.
   *
   * @param topics what {@link Jobs#announce} calls the events
   * @param concerned which of these events do, by their arguments
   * @param keyedBy the argument that is the job's unique key; empty for none
   */
  public record Cause(Set<String> topics, Predicate<JsonObject> concerned, String keyedBy) {
    private static final Cause NONE = new Cause(Set.of(), event -> true, "");

    public Cause {
      topics = Set.copyOf(topics);
    }
  }

  /** A kind in the default lane, of middling priority, with five minutes for an attempt. */
  public static JobKind named(String name, Config.Role role) {
    return new JobKind(name, role, Lane.DEFAULT, 100, 0, Duration.ofMinutes(5), Cause.NONE);
  }

  public JobKind lane(Lane other) {
    return new JobKind(name, role, other, priority, maxAttempts, timeout, cause);
  }

  /** 0 goes first. */
  public JobKind priority(int other) {
    return new JobKind(name, role, lane, other, maxAttempts, timeout, cause);
  }

  public JobKind maxAttempts(int other) {
    return new JobKind(name, role, lane, priority, other, timeout, cause);
  }

  public JobKind timeout(Duration other) {
    return new JobKind(name, role, lane, priority, maxAttempts, other, cause);
  }

  /** Causes one such job each time {@code topic} is announced. */
  public JobKind on(String topic) {
    Set<String> more = new TreeSet<>(cause.topics);
    more.add(topic);
    return caused(new Cause(more, cause.concerned, cause.keyedBy));
  }

  /**
   * Of these events, only those cause a job of whose arguments this holds. What the arguments do
   * not say is for the handler to find out: it must hold then.
   */
  public JobKind when(Predicate<JsonObject> concerned) {
    return caused(new Cause(cause.topics, concerned, cause.keyedBy));
  }

  /**
   * Makes the argument {@code name} the unique key of the jobs that events cause: of many events
   * about one thing, those that wait together are one job. For handlers that look up what happened
   * instead of being told.
   */
  public JobKind keyedBy(String name) {
    return caused(new Cause(cause.topics, cause.concerned, name));
  }

  private JobKind caused(Cause other) {
    return new JobKind(name, role, lane, priority, maxAttempts, timeout, other);
  }

  /** Whether an event causes such a job. */
  boolean concernedBy(String topic, JsonObject args) {
    return cause.topics.contains(topic) && cause.concerned.test(args);
  }

  /** Where on the event bus this node's workers for it listen. */
  public String address() {
    return "jobs." + name;
  }
}
