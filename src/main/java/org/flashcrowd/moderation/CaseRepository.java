package org.flashcrowd.moderation;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.jspecify.annotations.Nullable;

/** The rows of reports, as moderators work on them. */
final class CaseRepository {
  // Each begins with an index of its own: of whom it is about, of who filed it, of what is open or
  // not.
  static final PagedQuery OPEN = paged("open", "r.action_taken_at IS NULL");
  static final PagedQuery RESOLVED = paged("resolved", "r.action_taken_at IS NOT NULL");
  static final PagedQuery OF_TARGET =
      paged(
          "of-target",
          """
          r.target_id = $4 AND (r.action_taken_at IS NOT NULL) = $5::boolean
             AND ($6::bigint IS NULL OR r.account_id = $6)\
          """);
  static final PagedQuery OF_ACCOUNT =
      paged("of-account", "r.account_id = $4 AND (r.action_taken_at IS NOT NULL) = $5::boolean");

  private static final Query BY_IDS =
      Query.named("moderation.reports", "SELECT * FROM report WHERE id = ANY ($1)");
  private static final Query LOCK =
      Query.named("moderation.report-lock", "SELECT * FROM report WHERE id = $1 FOR UPDATE");
  private static final Query CLASSIFY =
      Query.named(
          "moderation.report-classify",
          """
          UPDATE report SET category = $2, rule_ids = $3, updated_at = now() WHERE id = $1
          """);
  private static final Query ASSIGN =
      Query.named(
          "moderation.report-assign",
          "UPDATE report SET assigned_id = $2, updated_at = now() WHERE id = $1");
  private static final Query RESOLVE =
      Query.named(
          "moderation.report-resolve",
          """
          UPDATE report SET action_taken_id = $2, action_taken_at = now(), updated_at = now()
           WHERE id = $1 AND action_taken_at IS NULL
          """);
  private static final Query RESOLVE_ALL =
      Query.named(
          "moderation.reports-resolve",
          """
          UPDATE report SET action_taken_id = $2, action_taken_at = now(), updated_at = now()
           WHERE target_id = $1 AND action_taken_at IS NULL
          RETURNING id
          """);
  private static final Query REOPEN =
      Query.named(
          "moderation.report-reopen",
          """
          UPDATE report SET action_taken_id = NULL, action_taken_at = NULL, updated_at = now()
           WHERE id = $1
          """);

  private static PagedQuery paged(String name, String condition) {
    return PagedQuery.named(
        "moderation.reports-" + name,
        """
        SELECT * FROM report r
         WHERE :condition AND r.id < $1 AND r.id > $2
         ORDER BY r.id :direction
         LIMIT $3
        """
            .replace(":condition", condition));
  }

  Future<List<Report>> page(Sql sql, Page page, CaseFilter filter) {
    if (filter.account() == null && filter.target() == null) {
      return (filter.resolved() ? RESOLVED : OPEN).list(sql, page, ReportRepository::report);
    }
    return filter.target() == null
        ? OF_ACCOUNT.list(sql, page, ReportRepository::report, filter.account(), filter.resolved())
        : OF_TARGET.list(
            sql,
            page,
            ReportRepository::report,
            filter.target(),
            filter.resolved(),
            filter.account());
  }

  /** In no particular order; missing ones are left out. */
  Future<List<Report>> byIds(Sql sql, Collection<Long> ids) {
    return ids.isEmpty()
        ? Future.succeededFuture(List.of())
        : sql.list(BY_IDS, ReportRepository::report, (Object) ids.toArray(Long[]::new));
  }

  /** The report, which nobody else changes until the transaction ends. */
  Future<Optional<Report>> lock(Sql tx, long id) {
    return tx.first(LOCK, ReportRepository::report, id);
  }

  Future<Integer> classify(Sql tx, long id, Category category, List<Long> rules) {
    return tx.update(CLASSIFY, id, category.wire(), rules.toArray(Long[]::new));
  }

  Future<Integer> assign(Sql tx, long id, @Nullable Long moderator) {
    return tx.update(ASSIGN, id, moderator);
  }

  /** None when it was resolved already. */
  Future<Integer> resolve(Sql tx, long id, @Nullable Long moderator) {
    return tx.update(RESOLVE, id, moderator);
  }

  /** Resolves whatever is open about an account; which those were. */
  Future<List<Long>> resolveAll(Sql tx, long target, @Nullable Long moderator) {
    return tx.list(RESOLVE_ALL, row -> row.getLong("id"), target, moderator);
  }

  Future<Integer> reopen(Sql tx, long id) {
    return tx.update(REOPEN, id);
  }
}
