package org.flashcrowd.search;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL of one of this server's people or posts, as people paste it into a search.
 *
 * @param username whose page it is, or who wrote the post
 * @param status the post, if it is one's
 */
record LocalUrl(String username, OptionalLong status) {
  private static final Pattern PATH =
      Pattern.compile(
          "(?:/web)?/(?:@|users/)(?<name>[A-Za-z0-9_]{1,30})(?:/(?:statuses/)?(?<id>\\d{1,18}))?/?");

  /** Whether a text is a URL at all. */
  static boolean isUrl(String text) {
    return text.regionMatches(true, 0, "https://", 0, 8)
        || text.regionMatches(true, 0, "http://", 0, 7);
  }

  /**
   * What a URL stands for; empty for other servers' and for other pages.
   *
   * @param host of this server, with its port where that is not the usual one
   */
  static Optional<LocalUrl> parse(String text, String host) {
    if (!isUrl(text)) {
      return Optional.empty();
    }
    try {
      URI uri = URI.create(text);
      if (!host.equalsIgnoreCase(uri.getRawAuthority()) || uri.getRawPath() == null) {
        return Optional.empty();
      }
      Matcher path = PATH.matcher(uri.getRawPath());
      return path.matches()
          ? Optional.of(new LocalUrl(path.group("name"), id(path.group("id"))))
          : Optional.empty();
    } catch (IllegalArgumentException noUri) {
      return Optional.empty();
    }
  }

  private static OptionalLong id(@Nullable String digits) {
    return digits == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
  }
}
