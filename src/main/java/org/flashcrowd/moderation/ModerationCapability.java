package org.flashcrowd.moderation;

import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.Jobs;
import org.flashcrowd.statuses.Statuses;

/** What moderation offers to the rest of the server: its routes. */
public final class ModerationCapability {
  private final Reports reports;

  public ModerationCapability(
      Database database, Ids ids, Jobs jobs, Accounts accounts, Statuses statuses) {
    this.reports = new Reports(database, ids, jobs, accounts, statuses, new ReportRepository());
  }

  public List<RouteSource> routes() {
    return List.of(new ReportRoutes(reports));
  }
}
