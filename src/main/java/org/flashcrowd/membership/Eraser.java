package org.flashcrowd.membership;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.flashcrowd.db.Database;
import org.flashcrowd.jobs.Job;
import org.flashcrowd.jobs.Jobs;

/**
 * Removes what an account left, step by step and each step in parts. Nothing is remembered between
 * parts: a step that is done finds nothing more to do. So it may die anywhere and begin again.
 */
final class Eraser {
  // A job that was at it for so long lets others have its slot.
  private static final int PARTS_A_JOB = 500;
  private static final Duration BREAK = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** One kind of thing to remove. */
  interface Step {
    /** Removes a part, in transactions of its own; how much there was, 0 when nothing is left. */
    Future<Integer> part(long account);
  }

  /** Whether something is still on its way out, by other jobs. */
  interface Remainder {
    Future<Boolean> of(long account);
  }

  private final Database database;
  private final Jobs jobs;
  private final List<Step> steps;
  private final Remainder remainder;

  Eraser(Database database, Jobs jobs, List<Step> steps, Remainder remainder) {
    this.database = database;
    this.jobs = jobs;
    this.steps = steps;
    this.remainder = remainder;
  }

  /** {@code membership.remove {account, pass}}. */
  Future<Void> erase(Job job) {
    long account = job.args().getLong("account");
    return run(account, 0, PARTS_A_JOB)
        .compose(
            left ->
                left == 0
                    ? goOn(job, account, BREAK)
                    : remainder
                        .of(account)
                        .compose(more -> more ? goOn(job, account, PATIENCE) : done(job, account)));
  }

  /** The parts that were still allowed when all steps were done; 0 when they ran out. */
  private Future<Integer> run(long account, int step, int allowed) {
    if (step == steps.size() || allowed == 0) {
      return Future.succeededFuture(allowed);
    }
    return steps
        .get(step)
        .part(account)
        .compose(removed -> run(account, removed == 0 ? step + 1 : step, allowed - 1));
  }

  private Future<Void> goOn(Job job, long account, Duration pause) {
    int pass = job.args().getInteger("pass");
    return database.transaction(
        tx ->
            jobs.enqueue(tx, AccountRemoval.again(account, pass, pause))
                .compose(enqueued -> jobs.fence(tx, job)));
  }

  private Future<Void> done(Job job, long account) {
    boolean last = job.args().getInteger("pass") > 1;
    return database.transaction(
        tx ->
            (last
                    ? Future.<Void>succeededFuture()
                    : jobs.enqueue(tx, AccountRemoval.secondPass(account)))
                .compose(enqueued -> jobs.fence(tx, job)));
  }
}
