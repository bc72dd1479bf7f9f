package org.flashcrowd.graph;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a follower wants to see of somebody; null leaves what was, or the default.
 *
 * @param reblogs their boosts in the home feed; by default yes
 * @param notifying a notification of each of their posts; by default no
 * @param languages only posts in these (ISO 639-1); empty for all, which is the default
 */
public record FollowOptions(
    @Nullable Boolean reblogs, @Nullable Boolean notifying, @Nullable List<String> languages) {
  /** The defaults. */
  public static final FollowOptions NONE = new FollowOptions(null, null, null);

  private static final int MOST_LANGUAGES = 100;
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z]{2,4})?");

  /** Whether the languages can be such, and are so few that a row may hold them. */
  boolean valid() {
    return languages == null
        || (languages.size() <= MOST_LANGUAGES
            && languages.stream().allMatch(code -> LANGUAGE.matcher(code).matches()));
  }

  String @Nullable [] languageArray() {
    return languages == null ? null : languages.toArray(String[]::new);
  }
}
