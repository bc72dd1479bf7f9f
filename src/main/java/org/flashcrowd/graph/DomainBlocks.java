package org.flashcrowd.graph;

import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.PagedQuery;
import org.flashcrowd.db.Query;
import org.flashcrowd.http.Failure;

/**
 * The domains that somebody wants nothing of. Nothing comes from another server, so there is
 * nothing to keep away: the list is kept because apps write it, read it back and move it from one
 * server to another.
 */
public final class DomainBlocks {
  /** One blocked domain, and what the list is paged by. */
  record Blocked(long id, String domain) {}

  private static final int MOST = 1_000;
  private static final int LONGEST = 253;

  private static final PagedQuery LISTED =
      PagedQuery.named(
          "graph.domain-blocks",
          """
          SELECT id, domain FROM domain_block
           WHERE account_id = $4 AND id < $1 AND id > $2
           ORDER BY id :direction LIMIT $3
          """);
  private static final Query ADD =
      Query.named(
          "graph.block-domain",
          """
          WITH kept AS (
            SELECT count(*) AS many, count(*) FILTER (WHERE domain = $2) > 0 AS already
              FROM domain_block WHERE account_id = $1
          ), added AS (
            INSERT INTO domain_block (account_id, domain, id)
            SELECT $1, $2, $3 FROM kept WHERE many < $4
            ON CONFLICT DO NOTHING
          )
          SELECT already OR many < $4 AS blocked FROM kept
          """);
  private static final Query REMOVE =
      Query.named(
          "graph.unblock-domain", "DELETE FROM domain_block WHERE account_id = $1 AND domain = $2");

  private final Database database;
  private final Ids ids;

  DomainBlocks(Database database, Ids ids) {
    this.database = database;
    this.ids = ids;
  }

  /** What an account blocks, the last blocked first. */
  Future<List<Blocked>> of(long account, Page page) {
    return LISTED.list(
        database.primary(),
        page,
        row -> new Blocked(row.getLong("id"), row.getString("domain")),
        account);
  }

  /** Blocks a domain, once; fails with 422 for what can be none, or when there are too many. */
  public Future<Void> add(long account, String typed) {
    String domain = domain(typed);
    return database
        .primary()
        .first(ADD, row -> row.getBoolean("blocked"), account, domain, ids.next(), (long) MOST)
        .map(Optional::orElseThrow)
        .compose(
            blocked ->
                blocked
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        Failure.unprocessable("You block the most domains that are allowed")));
  }

  /** Blocks it no more, if it was. */
  Future<Void> remove(long account, String typed) {
    return database.primary().update(REMOVE, account, domain(typed)).mapEmpty();
  }

  private static String domain(String typed) {
    String domain = typed.strip().toLowerCase(Locale.ROOT);
    if (domain.length() > LONGEST || domain.chars().anyMatch(DomainBlocks::impossible)) {
      throw Failure.invalid("domain", "ERR_INVALID", "is not a valid domain name");
    }
    return domain;
  }

  private static boolean impossible(int c) {
    return Character.isWhitespace(c) || Character.isISOControl(c) || c == '/';
  }
}
