package org.flashcrowd.notifications;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.Jobs;
import org.jspecify.annotations.Nullable;

/** Tells people what happened; docs/notifications.md says how a burst stays small. */
final class Notify {
  /** Of what happens to one subject within an hour, so many are listed; all are counted. */
  static final int LISTED_AN_HOUR = 100;

  private static final int AT_ONCE = 500;

  private final Database database;
  private final Jobs jobs;
  private final Ids ids;
  private final TellingRepository repository;

  Notify(Database database, Jobs jobs, Ids ids, TellingRepository repository) {
    this.database = database;
    this.jobs = jobs;
    this.ids = ids;
    this.repository = repository;
  }

  /** {@code follow.created {account, target}}. */
  Future<Void> follow(Job job) {
    return tell(Happening.FOLLOW, job.args().getLong("target"), null);
  }

  /** {@code follow.requested {account, target}}. */
  Future<Void> followRequest(Job job) {
    return tell(Happening.FOLLOW_REQUEST, job.args().getLong("target"), null);
  }

  /** {@code status.favourited {status, account, author}}. */
  Future<Void> favourite(Job job) {
    return tell(Happening.FAVOURITE, job.args().getLong("author"), job.args().getLong("status"));
  }

  /** {@code notifications.reblog {status, author}}: the original and its author. */
  Future<Void> reblog(Job job) {
    return tell(Happening.REBLOG, job.args().getLong("author"), job.args().getLong("status"));
  }

  /** One short transaction; again while it finds more to list than it had ids for. */
  private Future<Void> tell(Happening happening, long account, @Nullable Long status) {
    long subject = status == null ? account : status;
    return database
        .transaction(
            tx ->
                repository.tell(
                    tx, happening, account, subject, status, fresh(AT_ONCE), LISTED_AN_HOUR))
        .compose(
            listed ->
                listed < AT_ONCE ? Future.succeededFuture() : tell(happening, account, status));
  }

  /**
   * {@code status.published}: {@code {status, account, reblog_of, mentions}}. A boost is told to
   * the author of what it boosts, a post to whom it mentions and to the author's subscribers.
   */
  Future<Void> post(Job job) {
    JsonObject post = job.args();
    Long original = post.getLong("reblog_of");
    if (original != null) {
      return database.transaction(tx -> boosted(tx, original));
    }
    long status = post.getLong("status");
    int mentions = post.getJsonArray("mentions", new JsonArray()).size();
    return database.transaction(
        tx ->
            repository
                .mention(tx, status, fresh(mentions))
                .compose(told -> subscribers(tx, status, post.getLong("account"), 0)));
  }

  private Future<Void> boosted(Sql tx, long original) {
    return repository
        .author(tx, original)
        .compose(
            author ->
                author.isEmpty()
                    ? Future.succeededFuture()
                    : jobs.enqueue(tx, NotificationJobs.reblog(original, author.get())));
  }

  /** {@code notifications.subscribers {status, account, after}}. */
  Future<Void> subscribers(Job job) {
    JsonObject args = job.args();
    return database.transaction(
        tx ->
            subscribers(
                tx, args.getLong("status"), args.getLong("account"), args.getLong("after")));
  }

  private Future<Void> subscribers(Sql tx, long status, long author, long after) {
    return repository
        .subscribers(tx, author, after, AT_ONCE)
        .compose(
            accounts -> {
              if (accounts.isEmpty()) {
                return Future.succeededFuture();
              }
              Future<Void> told = repository.announce(tx, status, accounts, fresh(accounts.size()));
              return accounts.size() < AT_ONCE
                  ? told
                  : told.compose(
                      done ->
                          jobs.enqueue(
                              tx,
                              NotificationJobs.subscribers(status, author, accounts.getLast())));
            });
  }

  private Long[] fresh(int count) {
    return Stream.generate(ids::next).limit(count).toArray(Long[]::new);
  }
}
