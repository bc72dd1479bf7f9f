package org.flashcrowd.search;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Sql;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.Jobs;

/** Writes posts into the index, after they were published or changed. */
final class Indexer {
  /** Posts of one backfill job. */
  static final int RUN = 500;

  private final Database database;
  private final Jobs jobs;
  private final IndexRepository repository = new IndexRepository();

  Indexer(Database database, Jobs jobs) {
    this.database = database;
    this.jobs = jobs;
  }

  /** {@code search.index {status}}. A post that has gone, or a boost, is nothing to do. */
  Future<Void> index(Job job) {
    long status = job.args().getLong("status");
    return database.transaction(
        tx -> repository.posts(tx, List.of(status)).compose(posts -> write(tx, posts, job)));
  }

  /** In one round trip with the end of the job. */
  private Future<Void> write(Sql tx, List<PostDocument> posts, Job job) {
    Future<Integer> written = repository.write(tx, posts);
    Future<Void> fenced = jobs.fence(tx, job);
    return written.compose(done -> fenced);
  }

  /** {@code search.backfill {before}}: newest first; the next run is a job of its own. */
  Future<Void> backfill(Job job) {
    return database.transaction(
        tx ->
            repository
                .missing(tx, job.args().getLong("before"), RUN)
                .compose(ids -> fill(tx, ids))
                .compose(written -> jobs.fence(tx, job)));
  }

  private Future<Void> fill(Sql tx, List<Long> ids) {
    if (ids.isEmpty()) {
      return Future.succeededFuture();
    }
    return repository
        .posts(tx, ids)
        .compose(posts -> repository.write(tx, posts))
        .compose(written -> jobs.enqueue(tx, SearchJobs.backfill(ids.getLast())));
  }
}
