package org.flashcrowd;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.flashcrowd.announcements.Announcements;
import org.flashcrowd.conversations.Conversations;
import org.flashcrowd.notifications.Notifications;
import org.flashcrowd.streaming.Payload;

/** What live events look like: of each, the capability that shows it. */
final class LivePayloads {
  /** A reaction to an announcement, as the API has it on streams alone. */
  private record Reaction(String name, int count, String announcementId) {}

  private LivePayloads() {}

  /** By the events' names. Who publishes an event says what its arguments are. */
  static Map<String, Payload> of(
      Notifications notifications, Conversations conversations, Announcements announcements) {
    return Map.of(
        "notification",
        (account, args) -> notifications.find(account, args.getLong("notification")),
        "conversation",
        (account, args) -> conversations.find(account, args.getLong("conversation")),
        "announcement",
        (account, args) -> announcements.one(args.getLong("announcement")),
        "announcement.reaction",
        (account, args) -> shown(reaction(args)),
        "announcement.delete",
        (account, args) -> shown(Long.toString(args.getLong("announcement"))));
  }

  private static Reaction reaction(JsonObject args) {
    return new Reaction(
        args.getString("name"),
        args.getInteger("count"),
        Long.toString(args.getLong("announcement")));
  }

  private static <T> Future<Optional<T>> shown(T view) {
    return Future.succeededFuture(Optional.of(view));
  }
}
