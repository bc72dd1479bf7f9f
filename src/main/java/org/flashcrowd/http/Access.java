package org.flashcrowd.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may call a route. Every route declares one; there is no default.
 *
 * @param need what kind of token the call must bring
 * @param scopes the scopes any one of which is enough; empty where a token is not needed
 * @param limit how often, beside what holds for every call
 * @param unconfirmedToo whether it is there for those whose e-mail address awaits confirmation
 * @param traffic what it counts as when there is not room for all; null for what its method says
 * @param readBack whether whoever wrote by it is shown that: their reads go to the primary for a
 *     while
 */
public record Access(
    Need need,
    List<String> scopes,
    Limit limit,
    boolean unconfirmedToo,
    @Nullable Traffic traffic,
    boolean readBack) {
  /** What kind of token a call must bring. */
  public enum Need {
    /** None: a token that is sent is not even looked at. */
    NONE,
    /** None, but one that is sent must be alive and carry the scope. */
    OPTIONAL,
    /** An application's own or an account's. */
    APPLICATION,
    /** An account's. */
    ACCOUNT
  }

  /** What a call is counted as; the rates are settings, under {@code limits}. */
  public enum Limit {
    /** One of an account's, or an address's, calls. */
    GENERAL,
    /** That, and an upload of the account. */
    MEDIA,
    /** That, and a sign-up from the address. */
    SIGN_UP,
    /** That, and an application registered from the address. */
    APP_REGISTRATION,
    /** That, and an attempt to sign in from the address. */
    SIGN_IN,
    /** That, and a letter that the address asks for. */
    LETTER,
    /** That, and a report filed by the account. */
    REPORT,
    /** That, and a batch of events that the account tells of. */
    EVENTS,
    /** Nothing: files that one page asks for by the dozen. */
    NONE
  }

  public Access {
    scopes = List.copyOf(scopes);
    for (String scope : scopes) {
      if (!Scopes.KNOWN.contains(scope)) {
        throw new IllegalArgumentException("unknown scope: " + scope);
      }
    }
    boolean scoped = need == Need.OPTIONAL || need == Need.ACCOUNT;
    if (scoped == scopes.isEmpty() && need != Need.APPLICATION) {
      throw new IllegalArgumentException("a route declares its scope: " + need + " " + scopes);
    }
  }

  /** Anybody; tokens are ignored. */
  public static Access open() {
    return new Access(Need.NONE, List.of(), Limit.GENERAL, false, null, true);
  }

  /** Anybody; what one may see depends on who is asking. */
  public static Access optional(String... scopes) {
    return new Access(Need.OPTIONAL, List.of(scopes), Limit.GENERAL, false, null, true);
  }

  /** A registered application, or somebody signed in through one. */
  public static Access application(String... scopes) {
    return new Access(Need.APPLICATION, List.of(scopes), Limit.GENERAL, false, null, true);
  }

  /** Somebody signed in, through an application that was granted any of the scopes. */
  public static Access account(String... scopes) {
    return new Access(Need.ACCOUNT, List.of(scopes), Limit.GENERAL, false, null, true);
  }

  /** The same, counted as something of its own. */
  public Access limited(Limit as) {
    return new Access(need, scopes, as, unconfirmedToo, traffic, readBack);
  }

  /**
   * Whether only moderators and administrators may call: a scope of administration is worth nothing
   * without the role, whenever it was granted.
   */
  boolean staffOnly() {
    return scopes.stream().anyMatch(Scopes::administers);
  }

  /** The same, also for those whose e-mail address awaits confirmation. */
  public Access unconfirmed() {
    return new Access(need, scopes, limit, true, traffic, readBack);
  }

  /** The same, as another kind of traffic than its method says. */
  public Access as(Traffic kind) {
    return new Access(need, scopes, limit, unconfirmedToo, kind, readBack);
  }

  /** The same, for what nobody is shown: its caller goes on being answered by replicas. */
  public Access notReadBack() {
    return new Access(need, scopes, limit, unconfirmedToo, traffic, false);
  }

  boolean allows(Caller caller) {
    return scopes.isEmpty()
        || scopes.stream().anyMatch(scope -> Scopes.cover(caller.scopes(), scope));
  }
}
