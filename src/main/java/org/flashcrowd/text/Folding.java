package org.flashcrowd.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes what people take for the same letter the same: case, accents, width, ligatures. */
public final class Folding {
  // The accents of Latin, Greek and Cyrillic, and the vowel signs that Hebrew and Arabic may omit.
  // Those of Indic scripts and Japanese voicing are letters to their readers, and stay.
  private static final Pattern MARKS =
      Pattern.compile("[\\u0300-\\u036F\\u0591-\\u05BD\\u05BF\\u0640\\u064B-\\u0652]+");
  private static final Pattern TRIGRAM = Pattern.compile("[a-z0-9]{3}");
  private static final Pattern WILDCARD = Pattern.compile("[\\\\%_]");
  private static final Map<Character, String> LETTERS =
      Map.ofEntries(
          Map.entry('ß', "ss"),
          Map.entry('æ', "ae"),
          Map.entry('œ', "oe"),
          Map.entry('ø', "o"),
          Map.entry('đ', "d"),
          Map.entry('ð', "d"),
          Map.entry('þ', "th"),
          Map.entry('ł', "l"),
          Map.entry('ħ', "h"),
          Map.entry('ı', "i"),
          Map.entry('ς', "σ"));

  private Folding() {}

  /** The folded text; folding it again changes nothing. */
  public static String fold(String text) {
    String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    String lower = MARKS.matcher(bare.toLowerCase(Locale.ROOT)).replaceAll("");
    StringBuilder folded = new StringBuilder(lower.length());
    for (int i = 0; i < lower.length(); i++) {
      char letter = lower.charAt(i);
      String plain = letter < 128 ? null : LETTERS.get(letter);
      if (plain == null) {
        folded.append(letter);
      } else {
        folded.append(plain);
      }
    }
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  /**
   * Whether a folded text has three letters or digits of ASCII in a row: PostgreSQL's trigrams are
   * made of these, and an index of them is of no use without.
   */
  public static boolean hasTrigram(String folded) {
    return TRIGRAM.matcher(folded).find();
  }

  /** The pattern for {@code LIKE} that a text contains this one, whatever characters it has. */
  public static String anywhere(String folded) {
    return "%" + WILDCARD.matcher(folded).replaceAll("\\\\$0") + "%";
  }
}
