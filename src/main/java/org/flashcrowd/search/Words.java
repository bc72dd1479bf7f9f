package org.flashcrowd.search;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.flashcrowd.text.Folding;

/**
 * Cuts a text into {@link Word}s, alike for what is indexed and what is looked for.
 *
 * <p>Scripts that write no spaces between words are cut into overlapping pairs of characters, as is
 * usual where there is no dictionary: {@code 東京都} is {@code 東京 京都 都}.
 */
final class Words {
  private static final Set<UnicodeScript> UNSPACED =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);
  private static final int PROLONGED_SOUND = 0x30FC;
  // PostgreSQL takes 2046 bytes; longer ones are no words.
  private static final int LONGEST = 60;

  private enum Sort {
    NONE,
    LETTER,
    UNSPACED,
    SYMBOL
  }

  private final List<Word> words = new ArrayList<>();
  private final int[] characters;
  private int position;

  private Words(String text, int position) {
    this.characters = Folding.fold(text).codePoints().toArray();
    this.position = position;
  }

  /** The words of a text, from place 1. */
  static List<Word> of(String text) {
    return of(text, 0);
  }

  /** The words of a text that comes after {@code position} places of others. */
  static List<Word> of(String text, int position) {
    return new Words(text, position).cut();
  }

  private List<Word> cut() {
    int start = 0;
    while (start < characters.length) {
      Sort sort = sort(characters[start]);
      int end = start + 1;
      while (sort != Sort.SYMBOL && end < characters.length && continues(sort, end)) {
        end++;
      }
      switch (sort) {
        case LETTER, SYMBOL -> add(start, Math.min(end, start + LONGEST), Word.Kind.WHOLE);
        case UNSPACED -> pairs(start, end);
        case NONE -> {}
      }
      start = end;
    }
    return words;
  }

  private boolean continues(Sort sort, int at) {
    Sort next = sort(characters[at]);
    return next == sort || (sort != Sort.NONE && isMark(characters[at]));
  }

  private void pairs(int start, int end) {
    if (end - start == 1) {
      add(start, end, Word.Kind.SINGLE);
      return;
    }
    for (int i = start; i + 1 < end; i++) {
      add(i, i + 2, Word.Kind.PAIR);
    }
    add(end - 1, end, Word.Kind.TAIL);
  }

  private void add(int start, int end, Word.Kind kind) {
    words.add(new Word(new String(characters, start, end - start), ++position, kind));
  }

  private static boolean isMark(int character) {
    int type = Character.getType(character);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static Sort sort(int character) {
    if (character == PROLONGED_SOUND) {
      return Sort.UNSPACED;
    }
    if (Character.isLetterOrDigit(character)) {
      return UNSPACED.contains(UnicodeScript.of(character)) ? Sort.UNSPACED : Sort.LETTER;
    }
    if (isMark(character) && UNSPACED.contains(UnicodeScript.of(character))) {
      return Sort.UNSPACED;
    }
    // Pictures people write with; the technical symbols of ASCII and Latin-1 are no words.
    return Character.getType(character) == Character.OTHER_SYMBOL && character > 0xFF
        ? Sort.SYMBOL
        : Sort.NONE;
  }
}
