package org.flashcrowd.moderation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.flashcrowd.accounts.AccountViews;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.auth.AuditLog;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.jobs.JobKind;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.mail.Mail;
import org.flashcrowd.media.MediaCapability;
import org.flashcrowd.statuses.AuthorRemoval;

/** What an operator does as a moderator would, with or without a server on the same database. */
public final class ModerationAdmin {
  private final Takedowns takedowns;

  /**
   * @param kinds every kind of job that the server runs, since what is done here is followed up
   *     there
   */
  public ModerationAdmin(
      Vertx vertx, Config config, Database database, Ids ids, List<JobKind> kinds) {
    Jobs jobs = new Jobs(vertx, database, kinds, config.jobs());
    Accounts accounts =
        new Accounts(database, ids, new AccountViews(config.publicUrl().toString()));
    AuditLog audit = new AuditLog(ids);
    Warnings warnings = new Warnings(database, ids, jobs, accounts, new Mail(jobs));
    Sanctions sanctions =
        new Sanctions(
            database, jobs, new SanctionRepository(), new CaseRepository(), warnings, audit);
    AuthorRemoval posts =
        AuthorRemoval.of(database, MediaCapability.rules(vertx, config, database, jobs, ids), jobs);
    this.takedowns = new Takedowns(database, posts, sanctions, warnings, audit);
  }

  /**
   * Removes anybody's post for good; fails with 404 where there is none.
   *
   * @param text what its author is told; may be empty
   * @param told whether they are
   */
  public Future<Void> deleteStatus(long id, String text, boolean told) {
    return takedowns.remove(null, id, new Takedowns.Reason(null, text, told));
  }
}
