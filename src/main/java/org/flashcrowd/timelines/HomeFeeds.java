package org.flashcrowd.timelines;

import io.vertx.core.Future;
import java.util.List;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.Sql;

/**
 * Where home feeds are kept. Every method may be repeated without harm; docs/decisions/0004 says
 * why the rows are in PostgreSQL.
 */
interface HomeFeeds {
  /** The stored page of a reader's feed. */
  Future<FeedSlice> read(long reader, Page page);

  /** Keeps a feed that is still kept for another {@code feeds.active_for}. */
  Future<Void> extend(long reader);

  /** Writes a post to the feeds of these followers; the number of feeds that took it. */
  Future<Integer> push(Sql tx, long status, Followers followers);

  /** Cuts a sample of these followers' feeds back to {@code feeds.max_entries}. */
  Future<Integer> trim(Sql tx, long status, Followers followers);

  /** Takes a post out of the feeds of these followers. */
  Future<Integer> withdraw(Sql tx, long status, Followers followers);

  /**
   * Takes an author's posts, and what others boosted of them, out of one feed where they do not
   * belong there any more.
   */
  Future<Integer> forget(Sql tx, long reader, long author);

  /** From now on fan-out writes to this feed, which is not complete yet. */
  Future<Void> open(long reader);

  /** Makes a feed what fan-out would have written, and declares it complete. */
  Future<Integer> rebuild(Sql tx, long reader);

  /** Adds an author's latest posts to a feed that is kept. */
  Future<Integer> backfill(Sql tx, long reader, long author);

  /** A page of what should be in a feed, worked out from the posts of everybody followed. */
  Future<Gathered> gather(long reader, Page page);

  /** A page of what by these authors, and with these tags, belongs into a feed. */
  Future<List<FeedEntry>> gather(long reader, List<Long> authors, List<Long> tags, Page page);
}
