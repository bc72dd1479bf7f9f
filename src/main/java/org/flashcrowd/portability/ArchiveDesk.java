package org.flashcrowd.portability;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Optional;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;

/** Orders archives for the command line, as often as it wants; a running server writes them. */
public final class ArchiveDesk {
  private static final Query ACCOUNT =
      Query.named(
          "portability.account",
          "SELECT id FROM account WHERE lower(username) = lower($1) AND removed_at IS NULL");
  private static final Query INSERT =
      Query.named("portability.order", "INSERT INTO export (id, account_id) VALUES ($1, $2)");
  private static final Query FILE =
      Query.named(
          "portability.order-file", "SELECT file FROM export WHERE id = $1 AND file IS NOT NULL");

  private final Database database;
  private final ArchiveFolder folder;

  public ArchiveDesk(Database database, Config config) {
    this.database = database;
    this.folder = new ArchiveFolder(config.media().directory(), config.media().minFreeSpace());
  }

  /** The order's id; fails with 404 when there is no such account. */
  public Future<Long> order(Ids ids, Jobs jobs, String username) {
    long id = ids.next();
    return database.transaction(
        tx ->
            tx.first(ACCOUNT, row -> row.getLong("id"), username)
                .map(found -> found.orElseThrow(Failure::notFound))
                .compose(
                    account ->
                        tx.update(INSERT, id, account)
                            .compose(added -> jobs.enqueue(tx, Exports.writing(id, account))))
                .map(id));
  }

  /** Where the archive is, once it is written. */
  public Future<Optional<Path>> file(long order) {
    return database.primary().first(FILE, row -> folder.path(row.getString("file")), order);
  }
}
