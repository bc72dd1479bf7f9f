package org.flashcrowd.lists;

import java.util.List;
import org.flashcrowd.accounts.Accounts;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.jobs.Jobs;

/** What lists offer to the rest of the server. */
public record ListCapability(Lists lists, List<RouteSource> routes) {

  public static ListCapability build(Database database, Ids ids, Jobs jobs, Accounts accounts) {
    Lists lists = new Lists(database, ids, accounts, jobs);
    return new ListCapability(lists, List.of(new ListRoutes(lists, accounts)));
  }
}
