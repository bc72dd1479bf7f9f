package org.flashcrowd.timelines;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Page;
import org.flashcrowd.db.Sql;

/** Home feeds as rows in PostgreSQL. */
final class FeedRepository implements HomeFeeds {
  // As far back as a reader is likely to go in the feed of somebody just followed.
  private static final int BACKFILL = 100;

  private final Database database;
  private final Config.Feeds settings;

  FeedRepository(Database database, Config.Feeds settings) {
    this.database = database;
    this.settings = settings;
  }

  private record Read(
      boolean kept,
      boolean fading,
      List<Long> pulled,
      List<Long> pulledTags,
      Optional<FeedEntry> entry) {}

  @Override
  public Future<FeedSlice> read(long reader, Page page) {
    return FeedQueries.READ
        .list(database.replica(reader), page, FeedRepository::read, reader, keptSeconds())
        .map(FeedRepository::slice);
  }

  private static Read read(Row row) {
    return new Read(
        Boolean.TRUE.equals(row.getBoolean("kept")),
        Boolean.TRUE.equals(row.getBoolean("fading")),
        List.of(row.getArrayOfLongs("pulled")),
        List.of(row.getArrayOfLongs("pulled_tags")),
        Optional.ofNullable(row.getLong("status_id")).map(id -> entry(row)));
  }

  /** There is at least one row, with the feed's state and perhaps without an entry. */
  private static FeedSlice slice(List<Read> rows) {
    List<FeedEntry> entries = new ArrayList<>(rows.size());
    rows.forEach(row -> row.entry().ifPresent(entries::add));
    Read any = rows.getFirst();
    return new FeedSlice(any.kept(), any.fading(), entries, any.pulled(), any.pulledTags());
  }

  private static FeedEntry entry(Row row) {
    return new FeedEntry(row.getLong("status_id"), row.getLong("reblog_of_id"));
  }

  @Override
  public Future<Void> extend(long reader) {
    return database.primary().update(FeedQueries.EXTEND, reader, keptSeconds()).mapEmpty();
  }

  @Override
  public Future<Integer> push(Sql tx, long status, Followers of) {
    // In one round trip; the second begins, and looks at the rule, when the lock is held.
    Future<?> shared = tx.run(FeedQueries.SHARE_AUTHOR, of.author());
    Future<Integer> written =
        tx.update(FeedQueries.PUSH, status, of.author(), of.after(), of.until());
    return shared.compose(held -> written);
  }

  @Override
  public Future<Integer> trim(Sql tx, long status, Followers of) {
    return tx.update(
        FeedQueries.TRIM, status, of.author(), of.after(), of.until(), settings.maxEntries());
  }

  @Override
  public Future<Integer> withdraw(Sql tx, long status, Followers of) {
    return tx.update(FeedQueries.WITHDRAW, status, of.author(), of.after(), of.until());
  }

  @Override
  public Future<Integer> forget(Sql tx, long reader, long author) {
    return lock(tx, reader)
        .compose(locked -> tx.run(FeedQueries.LOCK_AUTHOR, author))
        .compose(locked -> tx.update(FeedQueries.FORGET, reader, author));
  }

  @Override
  public Future<Void> open(long reader) {
    return database.primary().update(FeedQueries.OPEN, reader, keptSeconds()).mapEmpty();
  }

  @Override
  public Future<Integer> rebuild(Sql tx, long reader) {
    int entries = settings.maxEntries();
    int candidates = Gathering.candidates(entries);
    return lock(tx, reader)
        .compose(
            locked ->
                tx.run(GatherQueries.REBUILD, Long.MAX_VALUE, 0L, entries, reader, candidates))
        .map(RowSet::rowCount)
        .compose(added -> tx.update(FeedQueries.PRUNE, reader).map(added))
        .compose(added -> tx.update(FeedQueries.BUILT, reader).map(added));
  }

  @Override
  public Future<Integer> backfill(Sql tx, long reader, long author) {
    return lock(tx, reader)
        .compose(locked -> tx.update(FeedQueries.BACKFILL, reader, author, BACKFILL));
  }

  /** Before the statement that looks at the rule: it then sees what others have committed. */
  private static Future<?> lock(Sql tx, long reader) {
    return tx.run(FeedQueries.LOCK_FEED, reader);
  }

  @Override
  public Future<Gathered> gather(long reader, Page page) {
    return Gathering.fill(page, part -> round(reader, part));
  }

  private Future<Gathered> round(long reader, Page page) {
    return GatherQueries.HOME
        .list(
            database.replica(reader), page, row -> row, reader, Gathering.candidates(page.limit()))
        .map(Gathering::read);
  }

  @Override
  public Future<List<FeedEntry>> gather(
      long reader, List<Long> authors, List<Long> tags, Page page) {
    return FeedQueries.GATHER_PULLED.list(
        database.replica(reader),
        page,
        FeedRepository::entry,
        reader,
        authors.toArray(Long[]::new),
        tags.toArray(Long[]::new));
  }

  private int keptSeconds() {
    return (int) Math.min(Integer.MAX_VALUE, settings.activeFor().toSeconds());
  }
}
