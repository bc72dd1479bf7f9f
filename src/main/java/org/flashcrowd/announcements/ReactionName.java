package org.flashcrowd.announcements;

import java.util.regex.Pattern;
import org.flashcrowd.emojis.Emojis;

/** What may be a reaction: one emoji, Unicode's or a custom one. */
final class ReactionName {
  private static final int LONGEST = 64;
  private static final int KEYCAP = 0x20E3;
  private static final int FIRST_FLAG_LETTER = 0x1F1E6;
  private static final int LAST_FLAG_LETTER = 0x1F1FF;
  // What a person sees as one character, such as a family or a flag (UAX #29).
  private static final Pattern ONE_CHARACTER = Pattern.compile("\\X");

  private ReactionName() {}

  static boolean isKnown(String name, Emojis emojis) {
    return emojis.named(name).isPresent() || isUnicodeEmoji(name);
  }

  /** As UTS #51 has it, without asking for the sequence to be one that fonts draw. */
  static boolean isUnicodeEmoji(String name) {
    if (name.isEmpty() || name.length() > LONGEST || !ONE_CHARACTER.matcher(name).matches()) {
      return false;
    }
    int first = name.codePointAt(0);
    // Digits, # and * are emojis only on a keycap.
    boolean starts =
        first < 128 ? name.codePoints().anyMatch(one -> one == KEYCAP) : Character.isEmoji(first);
    return starts
        && name.codePoints().allMatch(one -> Character.isEmoji(one) || isPart(one))
        && (!isFlagLetter(first)
            || name.codePoints().filter(ReactionName::isFlagLetter).count() == 2);
  }

  private static boolean isPart(int point) {
    return Character.isEmojiComponent(point);
  }

  private static boolean isFlagLetter(int point) {
    return point >= FIRST_FLAG_LETTER && point <= LAST_FLAG_LETTER;
  }
}
