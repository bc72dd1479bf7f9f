package org.flashcrowd.streaming;

import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flashcrowd.announcements.Announcements;
import org.flashcrowd.http.Failure;
import org.flashcrowd.live.LiveEvent;
import org.flashcrowd.streaming.Stream.Kind;

/** Brings what concerns one account, or everybody, to their sockets. */
final class PersonalDelivery {
  /** An event, and the streams that carry it. */
  private record Carried(Set<Kind> by, boolean empty, String scope) {}

  private static final Map<String, Carried> EVENTS =
      Map.of(
          "notification", carried(false, "read:notifications", Kind.USER, Kind.USER_NOTIFICATION),
          "notifications_merged",
              carried(true, "read:notifications", Kind.USER, Kind.USER_NOTIFICATION),
          "filters_changed", carried(true, "read:statuses", Kind.USER),
          "conversation", carried(false, "read:statuses", Kind.DIRECT),
          "announcement", carried(false, "read:statuses", Kind.USER),
          "announcement.reaction", carried(false, "read:statuses", Kind.USER),
          "announcement.delete", carried(false, "read:statuses", Kind.USER));

  private static Carried carried(boolean empty, String scope, Kind first, Kind... more) {
    return new Carried(EnumSet.of(first, more), empty, scope);
  }

  private final Audiences audiences;
  private final Map<String, Payload> payloads;

  /**
   * @param payloads by the event's name; events that carry something and have none are not told
   */
  PersonalDelivery(Audiences audiences, Map<String, Payload> payloads) {
    this.audiences = audiences;
    this.payloads = Map.copyOf(payloads);
  }

  Future<?> deliver(LiveEvent event) {
    Carried how = EVENTS.get(event.name());
    if (how == null) {
      return Future.succeededFuture();
    }
    List<Subscription> listeners =
        audiences.of(event.channel()).stream()
            .filter(one -> how.by().contains(one.stream().kind()))
            .filter(one -> one.socket().may(how.scope()))
            .toList();
    return listeners.isEmpty()
        ? Future.succeededFuture()
        : message(event, how, account(event, listeners))
            .onSuccess(message -> message.ifPresent(found -> send(listeners, found)));
  }

  private static long account(LiveEvent event, List<Subscription> listeners) {
    return event.channel().equals(Announcements.CHANNEL)
        ? 0
        : listeners.getFirst().socket().account();
  }

  private Future<Optional<Message>> message(LiveEvent event, Carried how, long account) {
    if (how.empty()) {
      return Future.succeededFuture(Optional.of(new Message(event.name(), null)));
    }
    Payload payload = payloads.get(event.name());
    if (payload == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return payload
        .of(account, event.args())
        .map(view -> view.map(shown -> message(event.name(), shown)))
        .recover(PersonalDelivery::unseen);
  }

  /** A payload that is a text is an id, and goes out as it is. */
  private static Message message(String event, Object view) {
    return view instanceof String id ? new Message(event, id) : Message.of(event, view);
  }

  private static Future<Optional<Message>> unseen(Throwable failure) {
    return failure instanceof Failure refused && refused.status() == 404
        ? Future.succeededFuture(Optional.empty())
        : Future.failedFuture(failure);
  }

  private static void send(List<Subscription> listeners, Message message) {
    Outgoing outgoing = new Outgoing();
    listeners.forEach(one -> outgoing.add(one, message));
    outgoing.send();
  }
}
