package org.flashcrowd.auth;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Scopes;

/** What an application is granted of what it asks for. */
final class Grants {
  private static final String DEFAULT = "read";

  private Grants() {}

  /**
   * The part of the scopes asked for that the application registered, since apps ask for more than
   * they need. Nothing asked means {@code read}, or all that is registered where that has no read.
   *
   * @throws Failure 400 {@code invalid_scope} when nothing is left
   */
  static Set<String> of(Collection<String> registered, String asked) {
    Set<String> granted = common(registered, Scopes.parse(asked.isBlank() ? DEFAULT : asked));
    if (granted.isEmpty() && asked.isBlank()) {
      granted = new TreeSet<>(registered);
    }
    if (granted.isEmpty()) {
      throw Failure.oauth(
          400, "invalid_scope", "The requested scope is invalid, unknown, or malformed.");
    }
    return granted;
  }

  /** Those of the scopes that somebody of this role can give: a user none of administration. */
  static Set<String> within(Collection<String> scopes, String role) {
    boolean staff = !role.equals("user");
    return scopes.stream()
        .filter(scope -> staff || !Scopes.administers(scope))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> common(Collection<String> registered, Collection<String> asked) {
    Set<String> common = new TreeSet<>();
    for (String scope : asked) {
      if (Scopes.KNOWN.contains(scope) && Scopes.cover(registered, scope)) {
        common.add(scope);
      }
    }
    for (String scope : registered) {
      if (Scopes.cover(asked, scope)) {
        common.add(scope);
      }
    }
    return common;
  }
}
