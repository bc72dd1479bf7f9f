package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.media.Media;
import org.flashcrowd.text.RichText;

/**
 * Posts that are accepted now and written later, by the rules of those that are written at once.
 * Whoever keeps one does so under an id that its photos and its Idempotency-Key belong to; the post
 * that comes of it has an id of its own, since posts are ordered by theirs.
 *
 * <p>Every step is part of its caller's transaction.
 */
public final class DeferredPosts {
  private final PublicationRepository repository;
  private final Publisher publisher;
  private final StatusLimits limits;
  private final Media media;
  private final Duration keysKept;

  DeferredPosts(
      PublicationRepository repository,
      Publisher publisher,
      StatusLimits limits,
      Media media,
      Duration keysKept) {
    this.repository = repository;
    this.publisher = publisher;
    this.limits = limits;
    this.media = media;
    this.keysKept = keysKept;
  }

  /**
   * What can be said against a post without looking anything up.
   *
   * @throws Failure 422 where a limit is passed
   */
  public void check(NewStatus status) {
    limits.check(status);
  }

  /**
   * Takes the post's Idempotency-Key, if it has one, for {@code id}.
   *
   * @return what the key stands for: {@code id}, or what was written or kept before
   */
  public Future<Long> claim(Sql tx, long id, NewStatus status) {
    String key = status.key();
    return key == null
        ? Future.succeededFuture(id)
        : repository.claimKey(tx, status.account(), key, id, keysKept);
  }

  /**
   * Takes the post's photos for {@code id}, whether they are ready or not, and looks whether it may
   * answer what it answers.
   *
   * @return fails with 404 and 422 as {@link Statuses#create} does
   */
  public Future<Void> accept(Sql tx, long id, NewStatus status) {
    return publisher
        .answered(tx, status)
        .compose(reply -> media.attach(tx, status.account(), id, status.media()))
        .mapEmpty();
  }

  /**
   * Writes what was kept under {@code kept} as the post {@code id}, which is held if a photo is
   * still processing.
   *
   * @param status without a key
   * @return fails with 404 and 422 as {@link Statuses#create} does; nothing of {@code tx} may be
   *     committed then
   */
  public Future<Void> publish(Sql tx, long kept, long id, NewStatus status) {
    RichText text = limits.check(status);
    return handOver(tx, kept, id, status)
        .compose(handed -> publisher.write(tx, id, status, text))
        .mapEmpty();
  }

  /**
   * Writes what was kept under {@code kept} as a post that only its author sees, with the reason.
   * An edit of it publishes it.
   */
  public Future<Void> fail(Sql tx, long kept, long id, NewStatus status, String reason) {
    RichText text = RichText.parse(status.words().text());
    return handOver(tx, kept, id, status)
        .compose(handed -> publisher.writeFailed(tx, id, status, text, reason));
  }

  private Future<Void> handOver(Sql tx, long kept, long id, NewStatus status) {
    return media
        .handOver(tx, kept, id)
        .compose(handed -> repository.passKeyOn(tx, status.account(), kept, id));
  }

  /** Frees the photos and the key of what was kept and will not be written. */
  public Future<Void> drop(Sql tx, long account, long kept) {
    return repository
        .freeKey(tx, account, kept)
        .compose(freed -> media.detach(tx, kept, List.of()));
  }
}
