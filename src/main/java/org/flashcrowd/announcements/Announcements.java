package org.flashcrowd.announcements;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.announcements.AnnouncementRepository.Stored;
import org.flashcrowd.db.Database;
import org.flashcrowd.db.Ids;
import org.flashcrowd.db.Sql;
import org.flashcrowd.emojis.Emojis;
import org.flashcrowd.http.Failure;
import org.flashcrowd.live.Live;
import org.jspecify.annotations.Nullable;

/**
 * What an operator tells everybody, from its publication to its end. An announcement that is over,
 * or was removed, is missing (404).
 *
 * <p>Publishes on the channel {@link #CHANNEL}: {@code announcement {announcement}}, {@code
 * announcement.delete {announcement}} and {@code announcement.reaction {announcement, name,
 * count}}.
 */
public final class Announcements {
  /** The channel of {@link Live} that concerns everybody. */
  public static final String CHANNEL = "announcements";

  // The reference's number of different reactions to one announcement.
  private static final int KINDS = 8;

  private final Database database;
  private final Ids ids;
  private final Live live;
  private final AnnouncementViews views;
  private final Emojis emojis;

  Announcements(Database database, Ids ids, Live live, AnnouncementViews views, Emojis emojis) {
    this.database = database;
    this.ids = ids;
    this.live = live;
    this.views = views;
    this.emojis = emojis;
  }

  /** All that are not over, the oldest first. */
  Future<List<AnnouncementView>> active(long viewer) {
    return AnnouncementRepository.active(database.primary(), viewer, null)
        .compose(found -> show(found, viewer));
  }

  /** One as everybody gets it live; empty when it is over or was removed. */
  public Future<Optional<AnnouncementView>> one(long id) {
    return AnnouncementRepository.active(database.primary(), null, id)
        .compose(found -> show(found, null))
        .map(shown -> shown.stream().findFirst());
  }

  private Future<List<AnnouncementView>> show(List<Stored> found, @Nullable Long viewer) {
    return found.isEmpty()
        ? Future.succeededFuture(List.of())
        : AnnouncementRepository.reactions(
                database.primary(), found.stream().map(Stored::id).toList(), viewer)
            .compose(reactions -> views.of(found, reactions, viewer));
  }

  Future<Void> dismiss(long account, long id) {
    return AnnouncementRepository.dismiss(database.primary(), id, account)
        .map(Announcements::wasThere)
        .mapEmpty();
  }

  private static boolean wasThere(boolean there) {
    if (!there) {
      throw Failure.notFound();
    }
    return true;
  }

  /**
   * Reacts, or leaves the reaction that was there.
   *
   * @return fails with 422 for what is no emoji, or one kind too many
   */
  Future<Void> react(long account, long id, String name) {
    check(name);
    return database.transaction(
        tx ->
            AnnouncementRepository.lock(tx, id)
                .map(Announcements::wasThere)
                .compose(locked -> AnnouncementRepository.react(tx, id, name, account, ids.next()))
                .compose(added -> added ? count(tx, id, name, 1) : Future.succeededFuture()));
  }

  private void check(String name) {
    if (!ReactionName.isKnown(name, emojis)) {
      throw Failure.invalid("name", "ERR_INVALID", "is not a recognized emoji");
    }
  }

  /** Takes a reaction back; 404 when it was not given. */
  Future<Void> unreact(long account, long id, String name) {
    return database.transaction(
        tx ->
            AnnouncementRepository.lock(tx, id)
                .map(Announcements::wasThere)
                .compose(locked -> AnnouncementRepository.unreact(tx, id, name, account))
                .map(removed -> given(removed, name))
                .compose(removed -> count(tx, id, name, -1)));
  }

  /** What was given may be taken back, though its emoji is gone. */
  private boolean given(boolean removed, String name) {
    if (!removed) {
      check(name);
    }
    return wasThere(removed);
  }

  private Future<Void> count(Sql tx, long id, String name, int by) {
    return AnnouncementRepository.changeCount(tx, id, name, ids.next(), by)
        .compose(count -> AnnouncementRepository.kinds(tx, id).map(kinds -> checked(kinds, count)))
        .onSuccess(count -> tx.afterCommit(() -> tell(id, name, count)))
        .mapEmpty();
  }

  private static int checked(long kinds, int count) {
    if (kinds > KINDS) {
      throw Failure.invalid("name", "ERR_TOO_MANY", "would be one of more than " + KINDS);
    }
    return count;
  }

  private void tell(long id, String name, int count) {
    live.publish(
        CHANNEL,
        "announcement.reaction",
        new JsonObject().put("announcement", id).put("name", name).put("count", count));
  }

  /** Tells everybody connected that one was published or removed, whichever is true now. */
  Future<Void> tell(long id) {
    JsonObject args = new JsonObject().put("announcement", id);
    return AnnouncementRepository.active(database.primary(), null, id)
        .onSuccess(
            found ->
                live.publish(
                    CHANNEL, found.isEmpty() ? "announcement.delete" : "announcement", args))
        .mapEmpty();
  }
}
