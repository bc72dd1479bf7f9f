package org.flashcrowd.streaming;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import org.flashcrowd.http.Failure;

/** The streams that one socket listens to. Used on the socket's event loop only. */
final class Subscriptions {
  private final Socket socket;
  private final Audiences audiences;
  private final ListAccess lists;
  private final int most;
  private final Map<Stream, Subscription> open = new HashMap<>();
  private boolean closed;

  /**
   * @param most streams at once
   */
  Subscriptions(Socket socket, Audiences audiences, ListAccess lists, int most) {
    this.socket = socket;
    this.audiences = audiences;
    this.lists = lists;
    this.most = most;
  }

  /**
   * Listens to a stream; to one that is listened to already, nothing happens.
   *
   * @return completes, on the socket's event loop, when events come; fails with 403 where the token
   *     has not the scope, 404 where the list is not the account's, 429 where there are too many
   */
  Future<Void> add(Stream stream) {
    if (!socket.may(stream.kind().scope())) {
      return Future.failedFuture(Failure.forbidden("This action is outside the authorized scopes"));
    }
    if (open.containsKey(stream)) {
      return Future.succeededFuture();
    }
    if (open.size() >= most) {
      return Future.failedFuture(Failure.of(429, "Too many subscriptions"));
    }
    return stream.kind() == Stream.Kind.LIST
        ? here(lists.check(socket.account(), stream.list())).compose(own -> join(stream))
        : join(stream);
  }

  private Future<Void> here(Future<?> elsewhere) {
    Promise<Void> here = Promise.promise();
    elsewhere
        .<Void>mapEmpty()
        .onComplete(done -> socket.context().runOnContext(turn -> here.handle(done)));
    return here.future();
  }

  private Future<Void> join(Stream stream) {
    if (closed) {
      return Future.succeededFuture();
    }
    Subscription subscription = new Subscription(socket, stream);
    open.put(stream, subscription);
    return here(audiences.join(subscription));
  }

  void remove(Stream stream) {
    Subscription subscription = open.remove(stream);
    if (subscription != null) {
      audiences.leave(subscription);
    }
  }

  void close() {
    closed = true;
    open.values().forEach(audiences::leave);
    open.clear();
  }
}
