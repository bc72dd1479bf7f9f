package org.flashcrowd.mail;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.jobs.Lane;
import org.jspecify.annotations.Nullable;

/**
 * Where capabilities leave letters. Each is a durable job in the transaction that is the reason for
 * it: it goes out once that has committed, as soon as the mail server takes it, and whoever left it
 * never waits for that.
 */
public final class Mail {
  /** The kinds of job that mail runs. */
  public static final List<JobKind> JOBS =
      List.of(
          // More than a day of attempts: a mail server that is down over night loses nothing.
          JobKind.named("mail.send", Role.NOTIFY)
              .lane(Lane.LATER)
              .timeout(Duration.ofMinutes(2))
              .maxAttempts(60));

  static final JobKind SEND = JOBS.getFirst();

  private static final String READY = "letter";

  private final Jobs jobs;
  private final Map<String, Composer> composers = new ConcurrentHashMap<>();

  public Mail(Jobs jobs) {
    this.jobs = jobs;
    composers.put(READY, Mail::read);
  }

  /** Has the letters of this name written by {@code composer}. Every node needs to know. */
  public void compose(String name, Composer composer) {
    if (composers.putIfAbsent(name, composer) != null) {
      throw new IllegalStateException("two composers of " + name);
    }
  }

  /**
   * Leaves a letter that its composer writes when it is sent.
   *
   * @param name as it was given to {@link #compose}
   * @param args what the composer needs; no secrets
   * @param owner the account that it is about; 0 for none
   */
  public Future<Void> enqueue(Sql tx, String name, JsonObject args, long owner) {
    JsonObject job = new JsonObject().put("name", name).put("args", args);
    return jobs.enqueue(tx, JobRequest.of(SEND, job).owner(owner));
  }

  /** Leaves a letter that is written already: nothing in it may be secret. */
  public Future<Void> enqueue(Sql tx, Letter letter, long owner) {
    JsonObject values = new JsonObject();
    letter.values().forEach(values::put);
    JsonObject args =
        new JsonObject()
            .put("to", letter.to())
            .put("words", letter.words())
            .put("values", values)
            .put("link", letter.link())
            .put("locale", letter.locale());
    return enqueue(tx, READY, args, owner);
  }

  private static Future<Optional<Letter>> read(JsonObject args) {
    Map<String, String> values = new LinkedHashMap<>();
    args.getJsonObject("values")
        .forEach(value -> values.put(value.getKey(), String.valueOf(value.getValue())));
    return Future.succeededFuture(
        Optional.of(
            new Letter(
                args.getString("to"),
                args.getString("words"),
                values,
                args.getString("link"),
                args.getString("locale"))));
  }

  @Nullable Composer composer(String name) {
    return composers.get(name);
  }

  Jobs jobs() {
    return jobs;
  }
}
