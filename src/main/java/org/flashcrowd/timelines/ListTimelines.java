package org.flashcrowd.timelines;

import io.vertx.core.Future;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.lists.Lists;

/** Finds what a page of a list's timeline holds: worked out from its members' posts each time. */
final class ListTimelines {
  private final Database database;
  private final Lists lists;

  ListTimelines(Database database, Lists lists) {
    this.database = database;
    this.lists = lists;
  }

  /** The page's entries; fails with 404 when the list is not the owner's. */
  Future<Gathered> entries(long owner, long list, Page page) {
    return lists
        .get(owner, list)
        .compose(own -> Gathering.fill(page, part -> round(owner, list, part)));
  }

  private Future<Gathered> round(long owner, long list, Page page) {
    return GatherQueries.LIST
        .list(database.primary(), page, row -> row, owner, Gathering.candidates(page.limit()), list)
        .map(Gathering::read);
  }
}
