package org.flashcrowd.timelines;

import io.vertx.core.Future;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;

/** Finds what a page of a list's timeline holds: worked out from its members' posts each time. */
final class ListTimelines {
  private final Database database;

  ListTimelines(Database database) {
    this.database = database;
  }

  /** The page's entries; nothing where the list is not the owner's. */
  Future<Gathered> entries(long owner, long list, Page page) {
    return Gathering.fill(page, part -> round(owner, list, part));
  }

  private Future<Gathered> round(long owner, long list, Page page) {
    return GatherQueries.LIST
        .list(
            database.replica(owner),
            page,
            row -> row,
            owner,
            Gathering.candidates(page.limit()),
            list)
        .map(Gathering::read);
  }
}
