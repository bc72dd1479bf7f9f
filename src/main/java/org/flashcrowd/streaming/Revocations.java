package org.flashcrowd.streaming;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.flashcrowd.auth.TokenChanges;
import org.flashcrowd.db.Channels;
import org.flashcrowd.http.Authenticator;
import org.flashcrowd.http.Caller;

/** Ends the sockets of tokens that are no good any more, as that is decided. */
final class Revocations {
  private final Vertx vertx;
  private final Authenticator authenticator;
  private final Sockets sockets;

  Revocations(Vertx vertx, Authenticator authenticator, Sockets sockets) {
    this.vertx = vertx;
    this.authenticator = authenticator;
    this.sockets = sockets;
  }

  /** To be called after the authenticator listens, so that it has forgotten what it knew. */
  void listen(Channels channels) {
    TokenChanges.listen(channels, this::check, () -> check(sockets.tokens().iterator()));
  }

  /** One after the other: there may be thousands, and PostgreSQL is just back. */
  private void check(Iterator<String> tokens) {
    if (tokens.hasNext()) {
      check(tokens.next()).onComplete(checked -> vertx.runOnContext(turn -> check(tokens)));
    }
  }

  private Future<?> check(String fingerprint) {
    List<Socket> opened = sockets.ofToken(fingerprint);
    return opened.isEmpty()
        ? Future.succeededFuture()
        : authenticator
            .authenticate(opened.getFirst().owner().token())
            .onComplete(found -> opened.forEach(socket -> check(socket, found)));
  }

  /** A token that cannot be looked at is not trusted; its app comes back, and is told then. */
  private static void check(Socket socket, AsyncResult<Optional<Caller>> found) {
    boolean good =
        found.succeeded()
            && found
                .result()
                .filter(caller -> caller.bar() == null)
                .filter(caller -> socket.owner().scopes().equals(caller.scopes()))
                .isPresent();
    if (!good) {
      socket.end(Ending.REVOKED);
    }
  }
}
