package org.flashcrowd.portability;

import static io.vertx.core.Future.await;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.auth.Letters;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Query;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.jobs.Lane;
import org.flashcrowd.media.PrivateFiles;
import org.flashcrowd.media.StoredFile;
import org.jspecify.annotations.Nullable;

/** The archives of accounts: asked for once a day, written in the background, kept for a week. */
final class Exports {
  static final JobKind WRITE =
      JobKind.named("portability.export", Role.MEDIA)
          .lane(Lane.BACKFILL)
          .timeout(Duration.ofHours(2));
  static final JobKind EXPIRE =
      JobKind.named("portability.expire", Role.MEDIA).lane(Lane.BACKFILL).maxAttempts(100);
  static final JobKind FORGET =
      JobKind.named("portability.forget", Role.MEDIA)
          .lane(Lane.BACKFILL)
          .maxAttempts(100)
          .on("account.removed");

  static final Duration KEPT = Duration.ofDays(7);

  // One for each account and day; the row's lock keeps two askers from both finding none.
  private static final Query INSERT =
      Query.named(
          "portability.export-insert",
          """
          INSERT INTO export (id, account_id)
          SELECT $1, a.id FROM (SELECT id FROM account WHERE id = $2 FOR UPDATE) a
           WHERE NOT EXISTS (SELECT FROM export e
                              WHERE e.account_id = a.id AND e.created_at > now() - interval '1 day')
          """);
  private static final Query LATEST =
      Query.named(
          "portability.exports",
          "SELECT * FROM export WHERE account_id = $1 ORDER BY id DESC LIMIT 10");
  private static final Query FIND =
      Query.named(
          "portability.export-find", "SELECT * FROM export WHERE id = $1 AND account_id = $2");
  private static final Query READY =
      Query.named(
          "portability.export-ready",
          "UPDATE export SET file = $2, bytes = $3, ready_at = now() WHERE id = $1");
  private static final Query DELETE_OTHERS =
      Query.named(
          "portability.export-delete-others",
          "DELETE FROM export WHERE account_id = $1 AND id <> $2");
  private static final Query DELETE =
      Query.named("portability.export-delete", "DELETE FROM export WHERE id = $1");

  /**
   * An archive.
   *
   * @param file null until it is ready
   */
  record Export(
      long id,
      long account,
      @Nullable String file,
      long bytes,
      Instant createdAt,
      @Nullable Instant readyAt) {
    static Export of(Row row) {
      OffsetDateTime ready = row.getOffsetDateTime("ready_at");
      Long bytes = row.getLong("bytes");
      return new Export(
          row.getLong("id"),
          row.getLong("account_id"),
          row.getString("file"),
          bytes == null ? 0 : bytes,
          row.getOffsetDateTime("created_at").toInstant(),
          ready == null ? null : ready.toInstant());
    }
  }

  private final Database database;
  private final Ids ids;
  private final Jobs jobs;
  private final Letters letters;
  private final Archivist archivist;
  private final ArchiveFolder folder;
  private final PrivateFiles kept;

  /**
   * @param folder where they are written
   * @param kept where they are afterwards
   */
  Exports(
      Database database,
      Ids ids,
      Jobs jobs,
      Letters letters,
      Archivist archivist,
      ArchiveFolder folder,
      PrivateFiles kept) {
    this.database = database;
    this.ids = ids;
    this.jobs = jobs;
    this.letters = letters;
    this.archivist = archivist;
    this.folder = folder;
    this.kept = kept;
  }

  /** Asks for an archive; fails with 422 when one was asked for within a day. */
  Future<Void> ask(long account) {
    long id = ids.next();
    return database.transaction(
        tx ->
            tx.update(INSERT, id, account)
                .compose(
                    added ->
                        added == 0
                            ? Future.failedFuture(
                                Failure.unprocessable(
                                    "You can ask for one archive a day. Please come back later."))
                            : jobs.enqueue(tx, writing(id, account))));
  }

  /** The job that writes an archive. */
  static JobRequest writing(long id, long account) {
    return job(WRITE, id, account);
  }

  private static JobRequest job(JobKind kind, long id, long account) {
    JsonObject args = new JsonObject().put("export", id).put("account", account);
    return JobRequest.of(kind, args).owner(account);
  }

  /** The account's archives, the latest first. */
  Future<List<Export>> of(long account) {
    return database.primary().list(LATEST, Export::of, account);
  }

  /** A ready archive of this account, to be sent; fails with 404 when there is none. */
  Future<StoredFile> file(long account, long id) {
    return find(account, id)
        .map(found -> found.map(Export::file).orElseThrow(Failure::notFound))
        .compose(kept::open)
        .map(file -> file.orElseThrow(Failure::notFound));
  }

  private Future<Optional<Export>> find(long account, long id) {
    return database.primary().first(FIND, Export::of, id, account);
  }

  /** {@code portability.export {export, account}}, on a virtual thread. */
  Future<Void> write(Job job) {
    long id = job.args().getLong("export");
    long account = job.args().getLong("account");
    if (await(find(account, id)).isEmpty()) {
      return Future.succeededFuture();
    }
    String name = ArchiveFolder.name(account);
    try {
      deleteAll(account);
      Path written = folder.begin(name, account);
      archivist.write(account, written, folder::requireSpace);
      long bytes = Files.size(written);
      await(kept.keep(name, written));
      return database.transaction(tx -> ready(tx, job, name, bytes));
    } catch (IOException failure) {
      return Future.failedFuture(failure);
    }
  }

  private void deleteAll(long account) {
    for (String name : await(kept.list(ArchiveFolder.prefix(account)))) {
      await(kept.delete(name));
    }
  }

  private Future<Void> ready(Sql tx, Job job, String name, long bytes) {
    long id = job.args().getLong("export");
    long account = job.args().getLong("account");
    return tx.update(READY, id, name, bytes)
        .compose(ready -> tx.update(DELETE_OTHERS, account, id))
        .compose(alone -> jobs.enqueue(tx, job(EXPIRE, id, account).delay(KEPT)))
        .compose(expiring -> letters.exported(tx, account))
        .compose(told -> jobs.fence(tx, job));
  }

  /** {@code portability.expire {export, account}}, on a virtual thread. */
  Future<Void> expire(Job job) {
    long id = job.args().getLong("export");
    Optional<String> file = await(find(job.args().getLong("account"), id)).map(Export::file);
    if (file.isPresent()) {
      await(kept.delete(file.get()));
    }
    return database.primary().update(DELETE, id).mapEmpty();
  }

  /** {@code account.removed {account}}, on a virtual thread: the rows go with everything else. */
  Future<Void> forget(Job job) {
    long account = job.args().getLong("account");
    try {
      deleteAll(account);
      folder.deleteHalves(account);
      return Future.succeededFuture();
    } catch (IOException failure) {
      return Future.failedFuture(failure);
    }
  }
}
