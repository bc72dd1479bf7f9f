package org.flashcrowd.statuses;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.Failure;
import org.flashcrowd.statuses.StatusRepository.Seen;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/** Writes, shows and removes posts. Whatever leaves here is visible to whoever asked. */
public final class Statuses {
  private final Database database;
  private final Ids ids;
  private final StatusRepository repository;
  private final StatusReader reader;
  private final StatusLimits limits;
  private final Publisher publisher;
  private final Removal removal;

  Statuses(
      Database database,
      Ids ids,
      StatusRepository repository,
      StatusReader reader,
      StatusLimits limits,
      Publisher publisher,
      Removal removal) {
    this.database = database;
    this.ids = ids;
    this.repository = repository;
    this.reader = reader;
    this.limits = limits;
    this.publisher = publisher;
    this.removal = removal;
  }

  /**
   * Writes a post, or finds the one that was written under the same Idempotency-Key.
   *
   * @return fails with 422 where a limit is passed or a photo cannot be used, with 404 where the
   *     answered post is not there for the author to see
   */
  public Future<StatusView> create(NewStatus status) {
    RichText text = limits.check(status);
    long id = ids.next();
    return database
        .transaction(tx -> publisher.write(tx, id, status, text))
        .compose(seen -> view(status.account(), id, seen))
        .recover(
            failure ->
                failure instanceof Publisher.KeyUsed used
                    ? view(status.account(), used.status())
                    : Future.failedFuture(failure));
  }

  /** One post; fails with 404 when it is missing or not for the viewer to see. */
  public Future<StatusView> view(@Nullable Long viewer, long id) {
    return views(viewer, List.of(id)).map(Statuses::only);
  }

  /** The same of one that a statement of the caller has looked for. */
  Future<StatusView> view(long viewer, long id, List<Seen> seen) {
    return reader.show(viewer, List.of(id), seen).map(Statuses::only);
  }

  private static StatusView only(List<StatusView> found) {
    if (found.isEmpty()) {
      throw Failure.notFound();
    }
    return found.getFirst();
  }

  /**
   * The posts of these ids that the viewer may see, in the given order: one query for the viewer's
   * part, and a fixed number for the rest.
   *
   * @param viewer null for somebody not signed in
   */
  public Future<List<StatusView>> views(@Nullable Long viewer, List<Long> ids) {
    return reader.views(viewer, ids);
  }

  /** The same, by one statement where some are known to be boosts. */
  public Future<List<StatusView>> viewsWithBoosts(@Nullable Long viewer, List<Long> ids) {
    return ids.isEmpty() ? Future.succeededFuture(List.of()) : reader.viewsWithBoosts(viewer, ids);
  }

  /**
   * As {@link #view}, but a boost of the account's own is there even if what it boosts may no
   * longer be seen: then without any of it, and only to be taken back.
   *
   * @param id the boost's, or that of what is boosted
   */
  Future<StatusView> seenOrBoosted(long account, long id) {
    return views(account, List.of(id))
        .compose(
            found ->
                found.isEmpty()
                    ? reader.ownBoost(account, id)
                    : Future.succeededFuture(found.getFirst()));
  }

  /** What was typed; fails with 404 like {@link #view}. */
  public Future<StatusSourceView> source(long viewer, long id) {
    return repository
        .source(database.primary(), viewer, id)
        .map(found -> found.orElseThrow(Failure::notFound));
  }

  /**
   * Removes a post of the account.
   *
   * @param withMedia whether its photos go at once; otherwise they may be used in another post for
   *     a while
   * @return what it was, with its source; fails with 404 when the account has no such post
   */
  public Future<StatusView> delete(long account, long id, boolean withMedia) {
    return seenOrBoosted(account, id)
        .compose(
            view ->
                database
                    .transaction(tx -> removal.remove(tx, account, id, withMedia))
                    .map(removed -> view.withSource(view.body().contentText())));
  }
}
