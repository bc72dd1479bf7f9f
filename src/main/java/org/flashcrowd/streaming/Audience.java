package org.flashcrowd.streaming;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flashcrowd.live.Listening;

/** Who listens on this node to one channel of live events. */
final class Audience {
  private final Listening listening;
  private final Map<Long, Set<Subscription>> byAccount = new ConcurrentHashMap<>();

  Audience(Listening listening) {
    this.listening = listening;
  }

  Future<Void> ready() {
    return listening.ready();
  }

  void add(Subscription one) {
    byAccount.compute(
        one.socket().account(),
        (account, known) -> {
          Set<Subscription> own = known == null ? ConcurrentHashMap.newKeySet() : known;
          own.add(one);
          return own;
        });
  }

  void remove(Subscription one) {
    byAccount.computeIfPresent(
        one.socket().account(), (account, own) -> own.remove(one) && own.isEmpty() ? null : own);
  }

  boolean isEmpty() {
    return byAccount.isEmpty();
  }

  void close() {
    listening.close();
  }

  List<Subscription> all() {
    return byAccount.values().stream().flatMap(Collection::stream).toList();
  }
}
