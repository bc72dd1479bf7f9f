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
 * @param suspended the account may do nothing more
 */
public record Caller(
    long tokenId,
    long applicationId,
    @Nullable Long account,
    Set<String> scopes,
    String role,
    boolean suspended) {
  public Caller {
    scopes = Set.copyOf(scopes);
  }
}
