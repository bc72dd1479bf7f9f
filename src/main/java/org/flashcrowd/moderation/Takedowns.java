package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.flashcrowd.auth.AuditLog;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.statuses.AuthorRemoval;
import org.jspecify.annotations.Nullable;

/**
 * Takes single posts away, with their photos and for good. One transaction each: the post, the
 * warning, the line in the audit log and the jobs that follow.
 */
final class Takedowns {
  /**
   * Why, and whether its author hears of it.
   *
   * @param report that led to it
   * @param text what its author is told; may be empty
   */
  record Reason(@Nullable Long report, String text, boolean told) {}

  private final Database database;
  private final AuthorRemoval posts;
  private final Sanctions sanctions;
  private final Warnings warnings;
  private final AuditLog audit;

  Takedowns(
      Database database,
      AuthorRemoval posts,
      Sanctions sanctions,
      Warnings warnings,
      AuditLog audit) {
    this.database = database;
    this.posts = posts;
    this.sanctions = sanctions;
    this.warnings = warnings;
    this.audit = audit;
  }

  /**
   * Removes a post.
   *
   * @param moderator null from the command line, which may remove anybody's
   * @return fails with 404 where there is no such post, with 403 where its author is not the
   *     moderator's to act on
   */
  Future<Void> remove(@Nullable Long moderator, long status, Reason reason) {
    return database.transaction(
        tx ->
            posts
                .author(tx, status)
                .compose(author -> allowed(tx, moderator, author))
                .compose(author -> remove(tx, moderator, author, status, reason)));
  }

  private Future<Long> allowed(Sql tx, @Nullable Long moderator, long author) {
    return moderator == null
        ? Future.succeededFuture(author)
        : sanctions.target(tx, moderator, author).map(author);
  }

  private Future<Void> remove(
      Sql tx, @Nullable Long moderator, long author, long status, Reason reason) {
    Warning warning =
        new Warning("delete_statuses", reason.report(), reason.text(), List.of(status));
    return posts
        .post(tx, author, status)
        .compose(gone -> warnings.give(tx, moderator, author, warning, reason.told()))
        .compose(
            given ->
                audit.act(
                    tx,
                    moderator,
                    author,
                    "status.deleted",
                    new JsonObject()
                        .put("status", status)
                        .put("warning", given)
                        .put("report", reason.report())
                        .put("text", reason.text())));
  }
}
