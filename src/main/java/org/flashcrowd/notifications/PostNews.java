package org.flashcrowd.notifications;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.Jobs;

/** Tells of posts: whom they mention, who wants to hear of each, who boosted what was edited. */
final class PostNews {
  private static final int AT_ONCE = 500;

  private final Database database;
  private final Jobs jobs;
  private final Ids ids;
  private final TellingRepository repository;
  private final Announcer announcer;

  PostNews(
      Database database, Jobs jobs, Ids ids, TellingRepository repository, Announcer announcer) {
    this.database = database;
    this.jobs = jobs;
    this.ids = ids;
    this.repository = repository;
    this.announcer = announcer;
  }

  /**
   * {@code status.published}: {@code {status, account, reblog_of, mentions}}. A boost is told to
   * the author of what it boosts, a post to whom it mentions and to the author's subscribers.
   */
  Future<Void> published(Job job) {
    JsonObject post = job.args();
    Long original = post.getLong("reblog_of");
    if (original != null) {
      return database.transaction(tx -> boosted(tx, original));
    }
    long status = post.getLong("status");
    return database.transaction(
        tx ->
            mention(tx, post).compose(told -> subscribers(tx, status, post.getLong("account"), 0)));
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

  private Future<Integer> mention(Sql tx, JsonObject post) {
    JsonArray anew = post.getJsonArray("mentioned");
    JsonArray among = anew == null ? post.getJsonArray("mentions", new JsonArray()) : anew;
    return repository
        .mention(
            tx,
            post.getLong("status"),
            fresh(among.size()),
            anew == null ? null : anew.stream().map(id -> ((Number) id).longValue()).toList())
        .compose(told -> announcer.announce(tx, told));
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
            accounts ->
                accounts.isEmpty()
                    ? Future.succeededFuture()
                    : repository
                        .announce(tx, status, accounts, fresh(accounts.size()))
                        .compose(told -> announcer.announce(tx, told))
                        .compose(
                            told ->
                                accounts.size() < AT_ONCE
                                    ? Future.succeededFuture()
                                    : jobs.enqueue(
                                        tx,
                                        NotificationJobs.subscribers(
                                            status, author, accounts.getLast()))));
  }

  /**
   * {@code status.edited {status, account, mentioned, …}}: whoever it mentions anew hears of it,
   * and whoever boosted it.
   */
  Future<Void> edited(Job job) {
    JsonObject post = job.args();
    return database.transaction(
        tx ->
            mention(tx, post)
                .compose(told -> boosters(tx, post.getLong("status"), /* after= */ 0)));
  }

  /** {@code notifications.boosters {status, after}}. */
  Future<Void> boosters(Job job) {
    JsonObject args = job.args();
    return database.transaction(tx -> boosters(tx, args.getLong("status"), args.getLong("after")));
  }

  private Future<Void> boosters(Sql tx, long status, long after) {
    return repository
        .boosters(tx, status, after, AT_ONCE)
        .compose(
            accounts ->
                accounts.isEmpty() ? Future.succeededFuture() : update(tx, status, accounts));
  }

  private Future<Void> update(Sql tx, long status, List<Long> boosters) {
    return repository
        .edited(tx, status, boosters, fresh(boosters.size()))
        .compose(told -> announcer.announce(tx, told))
        .compose(
            told ->
                boosters.size() < AT_ONCE
                    ? Future.succeededFuture()
                    : jobs.enqueue(tx, NotificationJobs.boosters(status, boosters.getLast())));
  }

  private Long[] fresh(int count) {
    return Stream.generate(ids::next).limit(count).toArray(Long[]::new);
  }
}
