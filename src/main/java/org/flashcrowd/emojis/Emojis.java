package org.flashcrowd.emojis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The custom emojis of the server, in memory, and which of them a text names. */
public final class Emojis {
  private volatile Map<String, EmojiView> known = Map.of();
  private volatile int version = Map.of().hashCode();

  Emojis() {}

  /** None, for where nothing is shown to anybody. */
  public static Emojis none() {
    return new Emojis();
  }

  void replace(List<EmojiView> emojis) {
    Map<String, EmojiView> replaced = LinkedHashMap.newLinkedHashMap(emojis.size());
    emojis.forEach(emoji -> replaced.put(emoji.shortcode(), emoji));
    known = replaced;
    version = replaced.hashCode();
  }

  /** All of them, in the order in which pickers show them. */
  public List<EmojiView> all() {
    return List.copyOf(known.values());
  }

  /** Another one for other emojis; the same on all nodes that have the same. */
  public int version() {
    return version;
  }

  public Optional<EmojiView> named(String shortcode) {
    return Optional.ofNullable(known.get(shortcode));
  }

  /** Those that the texts name, each once, in their order. Takes time linear in the texts. */
  public List<EmojiView> in(Iterable<String> texts) {
    Map<String, EmojiView> emojis = known;
    if (emojis.isEmpty()) {
      return List.of();
    }
    Set<EmojiView> found = new LinkedHashSet<>(0);
    texts.forEach(text -> find(text, emojis, found));
    return found.isEmpty() ? List.of() : new ArrayList<>(found);
  }

  /** As {@link #in(Iterable)}. */
  public List<EmojiView> in(String... texts) {
    return in(List.of(texts));
  }

  /** A shortcode stands between colons that touch no other letter, digit or colon. */
  private static void find(String text, Map<String, EmojiView> known, Set<EmojiView> found) {
    int colon = text.indexOf(':');
    while (colon >= 0) {
      int end = nameEnd(text, colon + 1);
      boolean closed = end > colon + 1 && end < text.length() && text.charAt(end) == ':';
      if (closed && isApart(text, colon - 1) && isApart(text, end + 1)) {
        EmojiView emoji = known.get(text.substring(colon + 1, end));
        if (emoji != null) {
          found.add(emoji);
        }
        end++;
      }
      colon = text.indexOf(':', end);
    }
  }

  private static int nameEnd(String text, int start) {
    int end = start;
    while (end < text.length() && isName(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isName(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '_');
  }

  private static boolean isApart(String text, int at) {
    return at < 0
        || at >= text.length()
        || !(Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == ':');
  }
}
