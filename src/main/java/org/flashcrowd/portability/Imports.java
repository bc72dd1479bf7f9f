package org.flashcrowd.portability;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.jobs.Lane;

/** Brings lists in, in the background and added to what is there. A line that fails is counted. */
final class Imports {
  static final JobKind BRING =
      JobKind.named("portability.import", Role.FEED)
          .lane(Lane.BACKFILL)
          .timeout(Duration.ofMinutes(2));

  static final int MOST_LINES = 20_000;
  private static final int LONGEST_TARGET = 2_000;
  private static final int PART = 50;

  private final Database database;
  private final Ids ids;
  private final Jobs jobs;
  private final Importer importer;

  Imports(Database database, Ids ids, Jobs jobs, Importer importer) {
    this.database = database;
    this.ids = ids;
    this.jobs = jobs;
    this.importer = importer;
  }

  /**
   * Takes a list in.
   *
   * @return how many lines it has; fails with 422 when it has none or too many, or while another
   *     one is under way
   */
  Future<Integer> begin(long account, ImportKind kind, String text) {
    String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
    List<ImportKind.Line> lines =
        kind.lines(Csv.read(bare, MOST_LINES + 2)).stream()
            .filter(line -> !line.target().isEmpty() && line.target().length() <= LONGEST_TARGET)
            .toList();
    if (lines.isEmpty()) {
      return Future.failedFuture(Failure.unprocessable("There is no address in this file."));
    }
    if (lines.size() > MOST_LINES) {
      return Future.failedFuture(
          Failure.unprocessable("A file may have " + MOST_LINES + " lines at most."));
    }
    return database.transaction(tx -> insert(tx, account, kind, lines)).map(lines.size());
  }

  private Future<Void> insert(Sql tx, long account, ImportKind kind, List<ImportKind.Line> lines) {
    long id = ids.next();
    return ImportRepository.insert(tx, id, account, kind, lines)
        .compose(
            added ->
                added
                    ? jobs.enqueue(tx, job(id, account, kind))
                    : Future.failedFuture(
                        Failure.unprocessable(
                            "Another file is still being read. Please come back later.")));
  }

  private static JobRequest job(long id, long account, ImportKind kind) {
    JsonObject args =
        new JsonObject().put("import", id).put("account", account).put("kind", kind.wire());
    return JobRequest.of(BRING, args).owner(account);
  }

  /** The account's latest lists. */
  Future<List<ImportRepository.Import>> of(long account) {
    return ImportRepository.of(database.primary(), account);
  }

  /**
   * {@code portability.import {import, account, kind}}: the next few lines. What they change is
   * there once however often it is done, so a part may be done again; it is counted once.
   */
  Future<Void> bring(Job job) {
    long id = job.args().getLong("import");
    return ImportRepository.lines(database.primary(), id, PART)
        .compose(
            lines ->
                importer
                    .bring(job.args().getLong("account"), kind(job), lines)
                    .compose(done -> database.transaction(tx -> finish(tx, job, lines, done))));
  }

  private static ImportKind kind(Job job) {
    return ImportKind.of(job.args().getString("kind")).orElseThrow();
  }

  private Future<Void> finish(Sql tx, Job job, List<ImportRepository.Waiting> lines, int done) {
    long id = job.args().getLong("import");
    boolean last = lines.size() < PART;
    int until = lines.isEmpty() ? -1 : lines.getLast().position();
    return ImportRepository.drop(tx, id, until)
        .compose(dropped -> ImportRepository.count(tx, id, done, lines.size() - done, last))
        .compose(
            counted ->
                last
                    ? Future.<Void>succeededFuture()
                    : jobs.enqueue(tx, job(id, job.args().getLong("account"), kind(job))))
        .compose(next -> jobs.fence(tx, job));
  }
}
