package org.flashcrowd.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.flashcrowd.text.RichText;

/**
 * HTML of what people write about themselves. The same few notes are shown with every post, so they
 * are kept rendered for a while: short enough that a name in them becomes a link soon after
 * somebody takes it.
 */
final class ProfileText {
  private static final long RENDERED = 10_000;
  private static final Duration KEPT = Duration.ofMinutes(10);

  private final ProfileLinks links;
  // By what was typed; a field's value after a NUL, which no text contains.
  private final Cache<String, String> rendered =
      Caffeine.newBuilder().maximumSize(RENDERED).expireAfterWrite(KEPT).build();

  ProfileText(ProfileLinks links) {
    this.links = links;
  }

  /** The names of this server, in lower case, in what is not rendered yet; usually none. */
  Set<String> unknownNames(List<ShownAccount> shown) {
    Set<String> names = new TreeSet<>();
    for (ShownAccount one : shown) {
      for (String key : keys(one.account().profile())) {
        if (key.indexOf('@') >= 0 && rendered.getIfPresent(key) == null) {
          names.addAll(names(key));
        }
      }
    }
    return names;
  }

  private static List<String> keys(Account.Profile profile) {
    List<String> keys = new ArrayList<>(1 + profile.fields().size());
    keys.add(profile.note());
    profile.fields().forEach(field -> keys.add(lineKey(field.value())));
    return keys;
  }

  private List<String> names(String key) {
    return RichText.parse(key).mentions().stream()
        .filter(links::isLocal)
        .map(handle -> handle.username().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String lineKey(String text) {
    return "\0" + text;
  }

  /**
   * A note, in paragraphs.
   *
   * @param known which of the names in it somebody has, in lower case
   */
  String note(String text, Collection<String> known) {
    return rendered.get(text, typed -> RichText.html(typed, links.to(known)));
  }

  /** The value of a field, on one line. */
  String line(String text, Collection<String> known) {
    return rendered.get(
        lineKey(text), marked -> RichText.parse(marked.substring(1)).inline(links.to(known)));
  }
}
