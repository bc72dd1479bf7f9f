package org.flashcrowd.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client program that people may let act for them.
 *
 * @param redirectUris where an authorization may be sent, compared to the letter
 * @param scopes the most it may be granted
 */
record Application(
    long id,
    String clientId,
    String name,
    @Nullable String website,
    List<String> redirectUris,
    List<String> scopes) {
  /** Asks for the code to be shown on a page instead of sent to an address. */
  static final String OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob";

  Application {
    redirectUris = List.copyOf(redirectUris);
    scopes = List.copyOf(scopes);
  }
}
