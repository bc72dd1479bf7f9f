package org.flashcrowd.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.flashcrowd.accounts.Account;
import org.jspecify.annotations.Nullable;

/**
 * An account with what only those who run the server may know.
 *
 * @param addresses where they signed in from, the latest first
 */
record Member(
    long id,
    String username,
    Account.Role role,
    Instant createdAt,
    @Nullable Login login,
    Set<State> states,
    List<UsedAddress> addresses) {

  /** What they sign in with; nobody signs in to an account without it. */
  record Login(
      String email,
      @Nullable String locale,
      @Nullable String reason,
      boolean confirmed,
      boolean approved) {}

  /** An address that was signed in from, the last time. */
  record UsedAddress(String ip, Instant usedAt) {}

  /** What an account can be limited by, or wait for; the names are the API's. */
  enum State {
    SENSITIZED,
    DISABLED,
    SILENCED,
    SUSPENDED,
    PENDING,
    /** Suspended, and what it was is being deleted or is gone. */
    REMOVED
  }

  boolean is(State state) {
    return states.contains(state);
  }

  @Override
  public String toString() {
    return "Member[" + username + "]";
  }
}
