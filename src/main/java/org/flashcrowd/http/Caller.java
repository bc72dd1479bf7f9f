package org.flashcrowd.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom a token speaks for.
 *
 * @param tokenId the token's row
 * @param applicationId the application that it was given to
 * @param account null for an application's own token (client credentials)
 * @param scopes what the token was granted
 * @param role {@code user}, {@code moderator} or {@code admin}
 * @param bar why the account may do nothing for now; null for nothing in its way
 */
public record Caller(
    long tokenId,
    long applicationId,
    @Nullable Long account,
    Set<String> scopes,
    String role,
    @Nullable Bar bar) {
  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** What keeps an account from doing anything, in the words that its apps read. */
  public enum Bar {
    /** Suspended, or its sign-in disabled. */
    DISABLED("Your login is currently disabled"),
    UNCONFIRMED("Your login is missing a confirmed e-mail address"),
    PENDING("Your login is currently pending approval");

    private final String words;

    Bar(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** Whether this is a moderator or an administrator. */
  public boolean staff() {
    return !role.equals("user");
  }
}
