package org.flashcrowd.graph;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Function;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.db.Violations;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.jspecify.annotations.Nullable;

/**
 * The rules of following, blocking and muting. Doing anything twice changes nothing more.
 *
 * <p>Each change is one transaction: the rows, the counters of both accounts, and the jobs that
 * follow from it. A lock on the pair keeps a follow and a block from passing each other; the
 * counters come last, since everybody who follows somebody well-known waits for that one row.
 *
 * <p>Announces {@code follow.created}, {@code follow.requested}, {@code follow.removed} (of a
 * request too), {@code block.created} and {@code mute.created}, each with {@code account} and
 * {@code target}.
 */
public final class Graph {
  private static final int NOTE_MAX = 2_000;

  private final Database database;
  private final GraphRepository repository;
  private final Jobs jobs;

  public Graph(Database database, Ids ids, Jobs jobs) {
    this.database = database;
    this.repository = new GraphRepository(ids);
    this.jobs = jobs;
  }

  /**
   * Follows, or asks to where the target is locked; changes the options of what is there already.
   *
   * @return fails with 404 for an account that is not there or suspended, with 422 where one of the
   *     two blocks the other
   */
  public Future<Void> follow(long account, long target, FollowOptions options) {
    if (account == target) {
      return Future.failedFuture(Failure.unprocessable("You cannot follow yourself"));
    }
    if (!options.valid()) {
      return Future.failedFuture(
          Failure.invalid("languages", "ERR_INVALID", "must be a few ISO 639 codes"));
    }
    return alone(
        account,
        target,
        tx ->
            repository
                .pair(tx, account, target)
                .map(pair -> pair.orElseThrow(Failure::notFound))
                .compose(pair -> follow(tx, account, target, pair, options)));
  }

  private Future<Void> follow(Sql tx, long account, long target, Pair pair, FollowOptions options) {
    if (pair.suspended()) {
      return Future.failedFuture(Failure.notFound());
    }
    if (pair.blocked()) {
      return Future.failedFuture(Failure.unprocessable("You cannot follow this account"));
    }
    if (pair.following()) {
      return repository.updateFollow(tx, account, target, options).mapEmpty();
    }
    if (pair.requested()) {
      Future<Integer> updated = repository.updateRequest(tx, account, target, options);
      return pair.consent()
          ? updated.mapEmpty()
          : updated.compose(done -> accept(tx, account, target)).mapEmpty();
    }
    return pair.consent()
        ? repository
            .request(tx, account, target, options)
            .compose(added -> announce(tx, "follow.requested", account, target))
        : repository
            .follow(tx, account, target, options)
            .compose(added -> followed(tx, account, target));
  }

  private Future<Void> followed(Sql tx, long account, long target) {
    return announce(tx, "follow.created", account, target)
        .compose(announced -> repository.count(tx, account, target, 1))
        .mapEmpty();
  }

  /** Ends a follow, or takes back the request for one. */
  public Future<Void> unfollow(long account, long target) {
    return alone(account, target, tx -> part(tx, account, target));
  }

  /** Ends that {@code follower} follows {@code account}. */
  public Future<Void> removeFollower(long account, long follower) {
    return alone(account, follower, tx -> removed(tx, follower, account));
  }

  /** Ends the follow and withdraws the request of one direction. */
  private Future<Void> part(Sql tx, long account, long target) {
    return repository
        .withdraw(tx, account, target)
        .compose(
            withdrawn ->
                withdrawn
                    ? announce(tx, "follow.removed", account, target)
                    : removed(tx, account, target));
  }

  private Future<Void> removed(Sql tx, long account, long target) {
    return repository
        .unfollow(tx, account, target)
        .compose(removed -> removed ? parted(tx, account, target) : Future.succeededFuture());
  }

  private Future<Void> parted(Sql tx, long account, long target) {
    return announce(tx, "follow.removed", account, target)
        .compose(announced -> repository.count(tx, account, target, -1))
        .mapEmpty();
  }

  /** Lets {@code requester} follow {@code account}; 404 when they did not ask to. */
  public Future<Void> authorize(long account, long requester) {
    return alone(
        account,
        requester,
        tx ->
            accept(tx, requester, account)
                .compose(
                    accepted ->
                        accepted
                            ? Future.succeededFuture()
                            : Future.failedFuture(Failure.notFound())));
  }

  /** As {@link #authorize}, whether they still ask to or not. */
  Future<Void> admit(long account, long requester) {
    return alone(account, requester, tx -> accept(tx, requester, account).mapEmpty());
  }

  private Future<Boolean> accept(Sql tx, long account, long target) {
    return repository
        .accept(tx, account, target)
        .compose(
            accepted ->
                accepted ? followed(tx, account, target).map(true) : Future.succeededFuture(false));
  }

  /** Refuses {@code requester}; 404 when they did not ask to follow {@code account}. */
  public Future<Void> reject(long account, long requester) {
    return alone(
        account,
        requester,
        tx ->
            repository
                .withdraw(tx, requester, account)
                .compose(
                    withdrawn ->
                        withdrawn
                            ? announce(tx, "follow.removed", requester, account)
                            : Future.failedFuture(Failure.notFound())));
  }

  /** Blocks, which ends following and asking to in both directions. */
  public Future<Void> block(long account, long target) {
    if (account == target) {
      return Future.failedFuture(Failure.unprocessable("You cannot block yourself"));
    }
    return alone(
        account,
        target,
        tx ->
            repository
                .block(tx, account, target)
                .compose(added -> added ? blocked(tx, account, target) : Future.succeededFuture()));
  }

  private Future<Void> blocked(Sql tx, long account, long target) {
    return announce(tx, "block.created", account, target)
        .compose(announced -> part(tx, account, target))
        .compose(parted -> part(tx, target, account));
  }

  public Future<Void> unblock(long account, long target) {
    return repository.unblock(database.primary(), account, target).mapEmpty();
  }

  /**
   * Mutes, or changes how.
   *
   * @param notifications whether their notifications are muted too
   * @param duration null for good
   */
  public Future<Void> mute(
      long account, long target, boolean notifications, @Nullable Duration duration) {
    if (account == target) {
      return Future.failedFuture(Failure.unprocessable("You cannot mute yourself"));
    }
    return alone(
        account,
        target,
        tx ->
            repository
                .mute(tx, account, target, notifications, duration)
                .compose(muted -> announce(tx, "mute.created", account, target)));
  }

  public Future<Void> unmute(long account, long target) {
    return repository.unmute(database.primary(), account, target).mapEmpty();
  }

  /** Keeps a note on somebody that only {@code account} sees; a blank one takes it away. */
  public Future<Void> note(long account, long target, String comment) {
    if (comment.codePointCount(0, comment.length()) > NOTE_MAX) {
      return Future.failedFuture(
          Failure.invalid("comment", "ERR_TOO_LONG", "is longer than " + NOTE_MAX + " characters"));
    }
    return repository
        .note(database.primary(), account, target, comment)
        .<Void>mapEmpty()
        .recover(Graph::explain);
  }

  private Future<Void> announce(Sql tx, String topic, long account, long target) {
    return jobs.announce(
        tx, topic, new JsonObject().put("account", account).put("target", target), account);
  }

  private Future<Void> alone(long one, long other, Function<Sql, Future<Void>> change) {
    return database
        .transaction(tx -> repository.lockPair(tx, one, other).compose(locked -> change.apply(tx)))
        .recover(Graph::explain);
  }

  /** An account that is not there shows as a foreign key that does not hold. */
  private static Future<Void> explain(Throwable failure) {
    return Future.failedFuture(Violations.foreignKey(failure) ? Failure.notFound() : failure);
  }
}
