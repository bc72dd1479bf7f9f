package org.flashcrowd.auth.password;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import org.flashcrowd.config.Config;
import org.flashcrowd.resilience.Bulkhead;
import org.jspecify.annotations.Nullable;

/**
 * The event loops' way to the {@link PasswordWorker}s. More work than may run or wait fails with
 * {@code Overloaded}, at once: a queue of hashes would only time out.
 */
public final class PasswordHasher {
  /**
   * What came of checking a password.
   *
   * @param matches whether it is right
   * @param renewed a hash at today's cost to store instead; null when the old one may stay
   */
  public record Check(boolean matches, @Nullable String renewed) {
    @Override
    public String toString() {
      return "Check[matches=" + matches + "]";
    }
  }

  private static final long TIMEOUT_MILLIS = 20_000;
  static final DeliveryOptions LOCAL =
      new DeliveryOptions()
          .setCodecName(LocalCodec.NAME)
          .setLocalOnly(true)
          .setSendTimeout(TIMEOUT_MILLIS);

  private final Vertx vertx;
  private final Bulkhead bulkhead;
  // The hash of nothing anybody knows, made at the same cost as all others: an unknown user takes
  // as long to refuse as a wrong password.
  private final String unknown;

  private PasswordHasher(Vertx vertx, Config.Argon2 cost) {
    this.vertx = vertx;
    this.bulkhead = new Bulkhead("password hashing", cost.concurrency(), cost.queue());
    this.unknown =
        new PhcHash(
                cost.memoryKib(), cost.iterations(), cost.parallelism(), new byte[16], new byte[32])
            .toString();
  }

  /** Deploys the workers on a pool of their own. */
  public static Future<PasswordHasher> start(Vertx vertx, Config config) {
    vertx.eventBus().registerCodec(new LocalCodec());
    Config.Argon2 cost = config.auth().argon2();
    DeploymentOptions options =
        new DeploymentOptions()
            .setThreadingModel(ThreadingModel.WORKER)
            .setWorkerPoolName("passwords")
            .setWorkerPoolSize(config.workers().password())
            .setInstances(config.instances().password());
    return vertx
        .deployVerticle(() -> new PasswordWorker(cost), options)
        .map(deployed -> new PasswordHasher(vertx, cost));
  }

  /** A fresh hash in PHC form. */
  public Future<String> hash(String password) {
    return ask(new PasswordWorker.Task(password, null))
        .map(
            outcome -> {
              String hash = outcome.hash();
              if (hash == null) {
                throw new IllegalStateException("no hash");
              }
              return hash;
            });
  }

  /**
   * Checks a password.
   *
   * @param stored null when there is no such user; the answer is no, in the same time
   */
  public Future<Check> check(String password, @Nullable String stored) {
    return ask(new PasswordWorker.Task(password, stored == null ? unknown : stored))
        .map(
            outcome ->
                stored == null
                    ? new Check(false, null)
                    : new Check(outcome.matches(), outcome.hash()));
  }

  private Future<PasswordWorker.Outcome> ask(PasswordWorker.Task task) {
    return bulkhead.run(
        () ->
            vertx
                .eventBus()
                .<PasswordWorker.Outcome>request(PasswordWorker.ADDRESS, task, LOCAL)
                .map(answer -> answer.body()));
  }
}
