package org.flashcrowd.streaming;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.flashcrowd.config.Config;
import org.flashcrowd.http.Failure;

/**
 * The open sockets of this node: how many there are, whose, by which token; and their signs of
 * life. May be used from any thread.
 */
final class Sockets {
  // Signs of life are spread over the interval, so that they do not go out all at once.
  private static final int SHARES = 8;
  private static final int RETRY_SECONDS = 10;

  private final Config.Streaming limits;
  private final Set<Socket> all = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<Socket>> byToken = new ConcurrentHashMap<>();
  private final Map<Long, Integer> ofAccount = new ConcurrentHashMap<>();
  private final AtomicInteger turn = new AtomicInteger();

  Sockets(Config.Streaming limits) {
    this.limits = limits;
  }

  /**
   * Whether one more may be opened; those that are being opened right now are not counted.
   *
   * @throws Failure 503 when the node has enough, 429 when the account has
   */
  void check(long account) {
    if (all.size() >= limits.maxSockets()) {
      throw Failure.unavailable("Too many streams are open", RETRY_SECONDS);
    }
    if (ofAccount.getOrDefault(account, 0) >= limits.maxSocketsPerAccount()) {
      throw Failure.of(429, "Too many streams are open for this account");
    }
  }

  void add(Socket socket) {
    if (all.add(socket)) {
      ofAccount.merge(socket.account(), 1, Integer::sum);
      byToken.compute(
          socket.owner().fingerprint(),
          (token, known) -> {
            Set<Socket> sockets = known == null ? ConcurrentHashMap.newKeySet() : known;
            sockets.add(socket);
            return sockets;
          });
    }
  }

  void remove(Socket socket) {
    if (all.remove(socket)) {
      ofAccount.computeIfPresent(
          socket.account(), (account, count) -> count == 1 ? null : count - 1);
      byToken.computeIfPresent(
          socket.owner().fingerprint(),
          (token, sockets) -> sockets.remove(socket) && sockets.isEmpty() ? null : sockets);
    }
  }

  int count() {
    return all.size();
  }

  /** The sockets that were opened with a token. */
  List<Socket> ofToken(String fingerprint) {
    return List.copyOf(byToken.getOrDefault(fingerprint, Set.of()));
  }

  List<String> tokens() {
    return List.copyOf(byToken.keySet());
  }

  /** Gives each socket its sign of life once in the interval. */
  void beat(Vertx vertx, long intervalMillis) {
    vertx.setPeriodic(Math.max(1, intervalMillis / SHARES), tick -> beat());
  }

  private void beat() {
    int share = turn.getAndIncrement() % SHARES;
    Map<Context, List<Socket>> due = new HashMap<>();
    for (Socket socket : all) {
      if (Math.floorMod(System.identityHashCode(socket) - share, SHARES) == 0) {
        due.computeIfAbsent(socket.context(), loop -> new ArrayList<>()).add(socket);
      }
    }
    due.forEach(
        (loop, sockets) ->
            loop.runOnContext(now -> sockets.forEach(socket -> socket.sink().beat())));
  }
}
