package org.flashcrowd.streaming;

import io.vertx.core.Context;
import java.util.Set;
import org.flashcrowd.http.Scopes;

/** Somebody's open connection: whose it is, and the way to it from any thread. */
final class Socket {
  /**
   * Who opened it.
   *
   * @param token that it was opened with, to be looked at again when that changes
   * @param fingerprint what the token is called where changes are told
   */
  record Owner(long account, Set<String> scopes, String token, String fingerprint) {
    /** Without the token. */
    @Override
    public String toString() {
      return "account " + account;
    }
  }

  private final Owner owner;
  private final Context context;
  private final Sink sink;

  /**
   * @param context the event loop of the connection
   */
  Socket(Owner owner, Context context, Sink sink) {
    this.owner = owner;
    this.context = context;
    this.sink = sink;
  }

  long account() {
    return owner.account();
  }

  Owner owner() {
    return owner;
  }

  boolean may(String scope) {
    return Scopes.cover(owner.scopes(), scope);
  }

  Context context() {
    return context;
  }

  /** For use on {@link #context} only. */
  Sink sink() {
    return sink;
  }

  void end(Ending why) {
    context.runOnContext(turn -> sink.end(why));
  }
}
