package org.flashcrowd.auth.password;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import org.flashcrowd.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * Hashes and checks passwords that arrive over the event bus. A worker verticle: each hash keeps
 * its thread for tens of milliseconds.
 */
public final class PasswordWorker extends VerticleBase {
  static final String ADDRESS = "auth.password";

  /**
   * What is to be done.
   *
   * @param stored the hash to check against; null to make one
   */
  record Task(String password, @Nullable String stored) {
    @Override
    public String toString() {
      return "Task[…]";
    }
  }

  /**
   * What came of it.
   *
   * @param matches whether the password was right
   * @param hash what to store from now on; null when what is stored may stay
   */
  record Outcome(boolean matches, @Nullable String hash) {
    @Override
    public String toString() {
      return "Outcome[…]";
    }
  }

  private final Argon2 argon2;

  public PasswordWorker(Config.Argon2 cost) {
    this.argon2 = new Argon2(cost);
  }

  @Override
  public Future<?> start() {
    return vertx.eventBus().<Task>localConsumer(ADDRESS, this::work).completion();
  }

  private void work(Message<Task> message) {
    try {
      message.reply(work(message.body()), PasswordHasher.LOCAL);
    } catch (RuntimeException | OutOfMemoryError failed) {
      message.fail(500, failed.toString());
    }
  }

  private Outcome work(Task task) {
    String stored = task.stored();
    if (stored == null) {
      return new Outcome(true, argon2.hash(task.password()));
    }
    PhcHash parsed = PhcHash.parse(stored);
    boolean matches = argon2.matches(task.password(), parsed);
    boolean renew = matches && argon2.outdated(parsed);
    return new Outcome(matches, renew ? argon2.hash(task.password()) : null);
  }
}
