package org.flashcrowd.auth;

import java.util.Map;

/** Says in words what a scope lets an application do. */
final class ScopeWords {
  private static final Map<String, String> BROAD =
      Map.of(
          "read", "See everything that you see here, also what is not public",
          "write", "Post, delete and change things in your name",
          "follow", "Follow, mute and block people for you",
          "push", "Send you notifications",
          "profile", "See your name and picture",
          "admin:read", "See what only the people who run this server see",
          "admin:write", "Do what only the people who run this server may do");
  private static final Map<String, String> THINGS =
      Map.ofEntries(
          Map.entry("accounts", "your profile and accounts"),
          Map.entry("blocks", "whom you block"),
          Map.entry("bookmarks", "your bookmarks"),
          Map.entry("conversations", "your conversations"),
          Map.entry("favourites", "your favourites"),
          Map.entry("filters", "your filters"),
          Map.entry("follows", "whom you follow"),
          Map.entry("lists", "your lists"),
          Map.entry("media", "your photos"),
          Map.entry("mutes", "whom you mute"),
          Map.entry("notifications", "your notifications"),
          Map.entry("reports", "your reports"),
          Map.entry("search", "what you can find by searching"),
          Map.entry("statuses", "your posts and feeds"));

  private ScopeWords() {}

  static String of(String scope) {
    String broad = BROAD.get(scope);
    if (broad != null) {
      return broad;
    }
    int colon = scope.lastIndexOf(':');
    String thing = scope.substring(colon + 1);
    String way = scope.substring(0, Math.max(colon, 0));
    return switch (way) {
      case "read" -> "See " + THINGS.getOrDefault(thing, thing);
      case "write" -> "Change " + THINGS.getOrDefault(thing, thing);
      case "admin:read" -> "As somebody who runs this server, see " + thing;
      case "admin:write" -> "As somebody who runs this server, change " + thing;
      default -> scope;
    };
  }
}
