package org.flashcrowd.filters;

import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds many phrases in a text at once, in time linear in the text: an automaton after Aho and
 * Corasick (Communications of the ACM 18(6), 1975). Phrases are anybody's, so there is no regular
 * expression in it that could backtrack.
 *
 * <p>Case is ignored, and so is how accents are composed. A phrase wanted as a whole word is found
 * only where no letter, mark, digit or underscore of any script continues it, as the API's
 * guidelines define it.
 */
final class PhraseFinder {
  /** What is looked for. */
  record Phrase(String text, boolean wholeWord) {}

  private static final int ROOT = 0;

  private final List<Phrase> phrases;
  private final int[] lengths;
  // Goto function: from a state (high 32 bits) by a character to a state.
  private final Map<Long, Integer> next = new HashMap<>();
  private final int[] fallback;
  // The next shorter phrase that ends where a state's own text ends, or ROOT.
  private final int[] shorter;
  private final List<List<Integer>> ending = new ArrayList<>();
  // Whether all that ends in a state, be it shorter, is wanted as whole words only.
  private final BitSet wholeOnly = new BitSet();

  PhraseFinder(List<Phrase> phrases) {
    this.phrases =
        phrases.stream().map(one -> new Phrase(fold(one.text()), one.wholeWord())).toList();
    this.lengths = this.phrases.stream().mapToInt(one -> one.text().length()).toArray();
    ending.add(List.of());
    for (int i = 0; i < this.phrases.size(); i++) {
      add(i, this.phrases.get(i).text());
    }
    this.fallback = new int[ending.size()];
    this.shorter = new int[ending.size()];
    connect();
  }

  /** How much memory it takes, in states of about 100 bytes. */
  int size() {
    return ending.size();
  }

  private void add(int phrase, String text) {
    if (text.isEmpty()) {
      return;
    }
    int state = ROOT;
    for (int i = 0; i < text.length(); i++) {
      int following = ending.size();
      Integer known = next.putIfAbsent(key(state, text.charAt(i)), following);
      if (known == null) {
        ending.add(List.of());
        state = following;
      } else {
        state = known;
      }
    }
    List<Integer> ends = new ArrayList<>(ending.get(state));
    ends.add(phrase);
    ending.set(state, ends);
  }

  /** Breadth first, so that a state's fallback, being shorter, is complete before it. */
  private void connect() {
    Map<Integer, List<Map.Entry<Long, Integer>>> children = new HashMap<>();
    next.entrySet()
        .forEach(
            edge ->
                children
                    .computeIfAbsent((int) (edge.getKey() >>> 32), none -> new ArrayList<>(1))
                    .add(edge));
    ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(ROOT));
    while (!queue.isEmpty()) {
      int state = queue.remove();
      for (Map.Entry<Long, Integer> edge : children.getOrDefault(state, List.of())) {
        int child = edge.getValue();
        fallback[child] = state == ROOT ? ROOT : step(fallback[state], (char) (long) edge.getKey());
        shorter[child] =
            ending.get(fallback[child]).isEmpty() ? shorter[fallback[child]] : fallback[child];
        boolean whole = ending.get(child).stream().allMatch(one -> phrases.get(one).wholeWord());
        wholeOnly.set(child, whole && (shorter[child] == ROOT || wholeOnly.get(shorter[child])));
        queue.add(child);
      }
    }
  }

  private static long key(int state, char by) {
    return ((long) state << 32) | by;
  }

  private int step(int from, char by) {
    int state = from;
    Integer following = next.get(key(state, by));
    while (following == null && state != ROOT) {
      state = fallback[state];
      following = next.get(key(state, by));
    }
    return following == null ? ROOT : following;
  }

  /** The numbers of the phrases that are in the text. */
  BitSet in(String original) {
    BitSet found = new BitSet(phrases.size());
    BitSet exhausted = new BitSet();
    String text = fold(original);
    int state = ROOT;
    for (int i = 0; i < text.length() && found.cardinality() < phrases.size(); i++) {
      state = step(state, text.charAt(i));
      int ends = ending.get(state).isEmpty() ? shorter[state] : state;
      if (ends != ROOT && !exhausted.get(ends) && (!wholeOnly.get(ends) || mayEnd(text, i + 1))) {
        collect(text, i + 1, ends, found, exhausted);
      }
    }
    return found;
  }

  private void collect(String text, int end, int ends, BitSet found, BitSet exhausted) {
    boolean all = true;
    for (int at = ends; at != ROOT; at = shorter[at]) {
      for (int phrase : ending.get(at)) {
        if (!found.get(phrase) && isAt(text, end, phrase)) {
          found.set(phrase);
        }
        all &= found.get(phrase);
      }
    }
    exhausted.set(ends, all);
  }

  private boolean isAt(String text, int end, int phrase) {
    return !phrases.get(phrase).wholeWord()
        || (mayEnd(text, end) && mayStart(text, end - lengths[phrase]));
  }

  private static boolean mayEnd(String text, int end) {
    return end == text.length()
        || !isWord(text.codePointBefore(end))
        || !isWord(text.codePointAt(end));
  }

  private static boolean mayStart(String text, int start) {
    return start == 0 || !isWord(text.codePointAt(start)) || !isWord(text.codePointBefore(start));
  }

  private static boolean isWord(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.CONNECTOR_PUNCTUATION ->
          true;
      default -> Character.isLetter(point);
    };
  }

  /** One form for what differs in case, or in how its accents are composed. */
  private static String fold(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    StringBuilder folded = new StringBuilder(composed.length());
    composed
        .codePoints()
        .map(point -> Character.toLowerCase(Character.toUpperCase(point)))
        .forEach(folded::appendCodePoint);
    return folded.toString();
  }
}
