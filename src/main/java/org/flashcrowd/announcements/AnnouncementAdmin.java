package org.flashcrowd.announcements;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.flashcrowd.config.Config;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.http.Failure;
import org.flashcrowd.jobs.Jobs;
import org.jspecify.annotations.Nullable;

/** What an operator does with announcements; a job tells whoever is connected. */
public final class AnnouncementAdmin {
  private final Database database;
  private final Jobs jobs;

  public AnnouncementAdmin(Vertx vertx, Config config, Database database) {
    this.database = database;
    this.jobs = new Jobs(vertx, database, AnnouncementCapability.JOBS, config.jobs());
  }

  /** One announcement, as a list shows it. */
  public record Entry(long id, String text, @Nullable Instant startsAt, @Nullable Instant endsAt) {}

  /** The newest first, those that are over too. */
  public Future<List<Entry>> list() {
    return AnnouncementRepository.all(database.primary())
        .map(
            all ->
                all.stream()
                    .map(one -> new Entry(one.id(), one.text(), one.startsAt(), one.endsAt()))
                    .toList());
  }

  /** Publishes one and answers its id; 422 when there are too many. */
  public Future<Long> add(Ids ids, NewAnnouncement announcement) {
    long id = ids.next();
    return database.transaction(
        tx ->
            AnnouncementRepository.count(tx)
                .map(AnnouncementAdmin::checkRoom)
                .compose(room -> AnnouncementRepository.insert(tx, id, announcement))
                .compose(inserted -> tell(tx, id))
                .map(id));
  }

  private static long checkRoom(long count) {
    if (count >= AnnouncementRepository.MOST) {
      throw Failure.unprocessable("there are " + count + " already; remove one first");
    }
    return count;
  }

  /** Removes one; 404 when there is none of that id. */
  public Future<Void> remove(long id) {
    return database.transaction(
        tx ->
            AnnouncementRepository.delete(tx, id)
                .map(
                    deleted -> {
                      if (!deleted) {
                        throw Failure.notFound();
                      }
                      return true;
                    })
                .compose(deleted -> tell(tx, id)));
  }

  private Future<Void> tell(Sql tx, long id) {
    return jobs.announce(
        tx, AnnouncementCapability.CHANGED, new JsonObject().put("announcement", id), 0);
  }
}
