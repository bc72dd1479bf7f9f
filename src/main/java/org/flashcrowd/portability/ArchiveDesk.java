package org.flashcrowd.portability;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.media.MediaStores;
import org.flashcrowd.media.PrivateFiles;

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
  private final PrivateFiles archives;

  public ArchiveDesk(Vertx vertx, Database database, Config config) {
    this.database = database;
    this.archives =
        MediaStores.unmetered(vertx, config.media(), "archives").privateFiles(ArchiveFolder.NAME);
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

  /** Writes the archive into a new local file; false while it is not there. */
  public Future<Boolean> copy(long order, Path target) {
    return database
        .primary()
        .first(FILE, row -> row.getString("file"), order)
        .compose(
            file ->
                file.isEmpty() ? Future.succeededFuture(false) : archives.copy(file.get(), target));
  }
}
