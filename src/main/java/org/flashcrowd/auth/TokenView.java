package org.flashcrowd.auth;

import java.time.Instant;
import java.util.Collection;

/** Mastodon's Token: the only moment at which a token is seen. */
record TokenView(String accessToken, String tokenType, String scope, long createdAt) {
  static TokenView of(String token, Collection<String> scopes, Instant createdAt) {
    return new TokenView(token, "Bearer", String.join(" ", scopes), createdAt.getEpochSecond());
  }

  @Override
  public String toString() {
    return "TokenView[scope=" + scope + "]";
  }
}
