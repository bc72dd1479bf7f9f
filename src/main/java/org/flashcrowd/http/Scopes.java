package org.flashcrowd.http;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The OAuth scopes of the Mastodon API: a broad scope ({@code read}) covers its narrow ones ({@code
 * read:statuses}).
 */
public final class Scopes {
  private static final List<String> READ =
      List.of(
          "accounts",
          "blocks",
          "bookmarks",
          "favourites",
          "filters",
          "follows",
          "lists",
          "mutes",
          "notifications",
          "search",
          "statuses");
  private static final List<String> WRITE =
      List.of(
          "accounts",
          "blocks",
          "bookmarks",
          "conversations",
          "favourites",
          "filters",
          "follows",
          "lists",
          "media",
          "mutes",
          "notifications",
          "reports",
          "statuses");
  private static final List<String> ADMIN = List.of("accounts", "reports");

  /** Every scope that an application may ask for. */
  public static final Set<String> KNOWN =
      Stream.of(
              Stream.of("read", "write", "follow", "push", "profile"),
              Stream.of("admin:read", "admin:write"),
              READ.stream().map("read:"::concat),
              WRITE.stream().map("write:"::concat),
              ADMIN.stream().map("admin:read:"::concat),
              ADMIN.stream().map("admin:write:"::concat))
          .flatMap(names -> names)
          .collect(Collectors.toUnmodifiableSet());

  // The deprecated broad scope `follow` covers these (docs.joinmastodon.org/api/oauth-scopes).
  private static final Set<String> FOLLOW =
      Set.of(
          "read:blocks",
          "write:blocks",
          "read:follows",
          "write:follows",
          "read:mutes",
          "write:mutes");

  private Scopes() {}

  /** Splits a space-separated list, keeping order and dropping repetitions. */
  public static Set<String> parse(String list) {
    return Arrays.stream(list.trim().split("[\\s+]+"))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Whether this is a scope of those who run the server. */
  public static boolean administers(String scope) {
    return scope.startsWith("admin:");
  }

  /** Whether what was granted covers {@code needed}. */
  public static boolean cover(Collection<String> granted, String needed) {
    if (granted.contains(needed)) {
      return true;
    }
    for (int colon = needed.lastIndexOf(':');
        colon > 0;
        colon = needed.lastIndexOf(':', colon - 1)) {
      if (granted.contains(needed.substring(0, colon))) {
        return true;
      }
    }
    return FOLLOW.contains(needed) && granted.contains("follow");
  }
}
