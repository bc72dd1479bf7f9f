package org.flashcrowd.graph;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.flashcrowd.config.Config.Role;
import org.flashcrowd.db.Database;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.JobRequest;
import org.flashcrowd.jobs.Jobs;

/**
 * Lets in those who still ask to follow an account that no longer wants to be asked. A part of them
 * is one job, and each of them one short transaction: whoever it comes to twice follows once.
 */
final class RequestAcceptor {
  /** Caused by {@code account.unlocked {account}}. */
  static final JobKind ACCEPT =
      JobKind.named("graph.accept-requests", Role.FEED).on("account.unlocked");

  private static final int PART = 100;

  private final Database database;
  private final Jobs jobs;
  private final Graph graph;
  private final EdgeRepository repository = new EdgeRepository();

  RequestAcceptor(Database database, Jobs jobs, Graph graph) {
    this.database = database;
    this.jobs = jobs;
    this.graph = graph;
  }

  /** A job of {@code {account}}, and {@code after} where it goes on: the last request before. */
  Future<Void> accept(Job job) {
    long account = job.args().getLong("account");
    return repository
        .acceptable(database.primary(), account, job.args().getLong("after", 0L), PART)
        .compose(asking -> accept(account, asking, 0).compose(done -> next(job, account, asking)));
  }

  /** One after the other: they all change the same account's counter. */
  private Future<Void> accept(long account, List<Edge> asking, int at) {
    return at == asking.size()
        ? Future.succeededFuture()
        : graph
            .admit(account, asking.get(at).account())
            .compose(admitted -> accept(account, asking, at + 1));
  }

  private Future<Void> next(Job job, long account, List<Edge> asking) {
    if (asking.size() < PART) {
      return Future.succeededFuture();
    }
    JsonObject args = new JsonObject().put("account", account).put("after", asking.getLast().id());
    return database.transaction(
        tx ->
            jobs.enqueue(tx, JobRequest.of(ACCEPT, args).owner(account))
                .compose(enqueued -> jobs.fence(tx, job)));
  }
}
