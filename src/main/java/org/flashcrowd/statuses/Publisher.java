package org.flashcrowd.statuses;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.accounts.Visibility;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.Media;
import org.flashcrowd.statuses.StatusRepository.Seen;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/**
 * Writes posts and sends them out. A post whose photos are not ready is held; the world hears of a
 * post in the transaction that publishes it, once.
 */
final class Publisher {
  private final StatusRepository statuses;
  private final PublicationRepository repository;
  private final StatusRendering rendering;
  private final Media media;
  private final Jobs jobs;
  private final Config.Statuses limits;

  Publisher(
      StatusRepository statuses,
      PublicationRepository repository,
      StatusRendering rendering,
      Media media,
      Jobs jobs,
      Config.Statuses limits) {
    this.statuses = statuses;
    this.repository = repository;
    this.rendering = rendering;
    this.media = media;
    this.jobs = jobs;
    this.limits = limits;
  }

  /**
   * Writes a post under {@code id}.
   *
   * @return the post as its author sees it; fails with {@link KeyUsed} when its Idempotency-Key had
   *     been used before
   */
  Future<List<Seen>> write(Sql tx, long id, NewStatus status, RichText text) {
    String key = status.key();
    if (key == null) {
      return insert(tx, id, status, text);
    }
    // Written behind the claim without waiting for it; the rare one whose key is used is undone.
    Future<Long> claimed =
        repository.claimKey(tx, status.account(), key, id, limits.idempotencyTtl());
    Future<List<Seen>> written = insert(tx, id, status, text);
    return claimed.compose(kept -> kept == id ? written : Future.failedFuture(new KeyUsed(kept)));
  }

  private Future<List<Seen>> insert(Sql tx, long id, NewStatus status, RichText text) {
    return answered(tx, status)
        .compose(reply -> store(tx, id, status, reply.orElse(null)))
        .compose(stored -> link(tx, stored, text))
        .compose(
            stored -> {
              Future<Void> out =
                  stored.ready() ? announce(tx, stored.post()) : Future.succeededFuture();
              Future<List<Seen>> seen = statuses.postsSeenBy(tx, status.account(), List.of(id));
              return out.compose(announced -> seen);
            });
  }

  /** The transaction that writes a post whose Idempotency-Key had been used is to be undone. */
  static final class KeyUsed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final long status;

    KeyUsed(long status) {
      super("the key stands for another post", null, false, false);
      this.status = status;
    }

    /** What was written under the key. */
    long status() {
      return status;
    }
  }

  /**
   * Writes a post that cannot go out, for its author to see and repair. It answers nothing if what
   * it was to answer cannot be answered.
   *
   * @param reason why, as its author reads it
   */
  Future<Void> writeFailed(Sql tx, long id, NewStatus status, RichText text, String reason) {
    return answered(tx, status)
        .recover(Publisher::unanswered)
        .map(reply -> reply.orElse(null))
        .compose(
            reply ->
                repository
                    .insert(tx, id, status, StatusState.FAILED, reply)
                    .map(visibility -> publication(id, status, visibility, reply)))
        .compose(post -> link(tx, new Stored(post, false), text))
        .compose(stored -> fail(tx, stored.post(), reason));
  }

  private static Future<Optional<Status.Reply>> unanswered(Throwable refusal) {
    return refusal instanceof Failure
        ? Future.succeededFuture(Optional.empty())
        : Future.failedFuture(refusal);
  }

  /** Marks a post that is not published as one that will not be. Its row is locked. */
  Future<Void> fail(Sql tx, Publication post, String reason) {
    JsonObject args =
        new JsonObject()
            .put("status", post.status())
            .put("account", post.account())
            .put("reason", reason);
    return repository
        .fail(tx, post.status(), reason)
        .compose(failed -> jobs.announce(tx, "status.failed", args, post.account()));
  }

  /** A row that is written, and whether it may go out. */
  private record Stored(Publication post, boolean ready) {}

  /**
   * What it answers, which its author must be able to see; empty for a post that is no answer. Of
   * posts that are held its author sees their own, and answers them as those do who write a thread
   * in one go.
   */
  Future<Optional<Status.Reply>> answered(Sql tx, NewStatus status) {
    Long parent = status.inReplyTo();
    return parent == null
        ? Future.succeededFuture(Optional.empty())
        : visible(statuses, tx, status.account(), parent)
            .map(
                target -> {
                  if (target.state() == StatusState.FAILED) {
                    throw Failure.unprocessable("This post was not published");
                  }
                  return Optional.of(new Status.Reply(target.id(), target.account()));
                });
  }

  /** The post that an action is about, which must be visible to the actor and published. */
  static Future<StatusRepository.Target> published(
      StatusRepository statuses, Sql tx, long actor, long id) {
    return visible(statuses, tx, actor, id)
        .map(
            target -> {
              if (target.state() != StatusState.PUBLISHED) {
                throw Failure.unprocessable("This post is not published yet");
              }
              return target;
            });
  }

  /** The post that an action is about: of a boost, what it boosts. */
  static Future<StatusRepository.Target> visible(
      StatusRepository statuses, Sql tx, long actor, long id) {
    return statuses.target(tx, actor, id).map(found -> found.orElseThrow(Failure::notFound));
  }

  private Future<Stored> store(Sql tx, long id, NewStatus status, Status.@Nullable Reply reply) {
    return attach(tx, id, status)
        .compose(
            ready ->
                repository
                    .insert(tx, id, status, ready ? StatusState.PUBLISHED : StatusState.HELD, reply)
                    .map(
                        visibility ->
                            new Stored(publication(id, status, visibility, reply), ready)));
  }

  private Future<Boolean> attach(Sql tx, long id, NewStatus status) {
    return status.media().isEmpty()
        ? Future.succeededFuture(true)
        : media
            .attach(tx, status.account(), id, status.media())
            .map(attached -> attached.allReady());
  }

  private static Publication publication(
      long id, NewStatus status, Visibility visibility, Status.@Nullable Reply reply) {
    Long answered = reply == null ? null : reply.status();
    return new Publication(id, status.account(), visibility, null, answered);
  }

  private Future<Stored> link(Sql tx, Stored stored, RichText text) {
    long id = stored.post().status();
    return repository
        .localAccounts(tx, rendering.localNames(text))
        .compose(accounts -> repository.mention(tx, id, accounts).map(accounts))
        .compose(
            accounts ->
                repository
                    .tag(tx, id, text.tags())
                    .map(
                        new Stored(
                            stored.post().mentioning(accounts).tagged(text.tags()),
                            stored.ready())));
  }

  /**
   * Whom a post mentions.
   *
   * @param added those whom it did not mention before
   */
  record Links(List<Long> mentions, List<Long> added) {}

  /** Gives a post the mentions and tags of this text, in place of those it had. */
  Future<Links> relink(Sql tx, long status, RichText text) {
    return repository
        .localAccounts(tx, rendering.localNames(text))
        .compose(
            accounts ->
                repository.remention(tx, status, accounts).map(added -> new Links(accounts, added)))
        .compose(links -> repository.untag(tx, status, text.tags()).map(links))
        .compose(links -> repository.tag(tx, status, text.tags()).map(links));
  }

  /** Has a post wait for its photos. Its row is locked. */
  Future<Void> hold(Sql tx, long status) {
    return repository.hold(tx, status);
  }

  /** Sends a held post out, whose photos are all ready. Its row is locked. */
  Future<Void> release(Sql tx, Publication held) {
    return repository
        .publish(tx, held.status())
        .compose(published -> repository.mentioned(tx, held.status()))
        .compose(mentions -> announce(tx, held.mentioning(mentions)));
  }

  /**
   * The jobs first and the counters last, in one round trip: those are the rows that others wait
   * for.
   */
  Future<Void> announce(Sql tx, Publication post) {
    Future<Void> announced = jobs.announce(tx, "status.published", post.args(), post.account());
    Future<Void> counted = StatusCounters.published(tx, post);
    return announced.compose(done -> counted);
  }
}
