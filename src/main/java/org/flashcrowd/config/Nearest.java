package org.flashcrowd.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the key that somebody most likely meant. */
final class Nearest {
  private Nearest() {}

  /** The known word that differs least from {@code word}, unless all differ too much. */
  static Optional<String> to(String word, Collection<String> known) {
    int tolerance = Math.max(2, word.length() / 4);
    Optional<String> misspelt =
        known.stream()
            .min(
                Comparator.comparingInt((String one) -> distance(word, one))
                    .thenComparing(one -> one))
            .filter(one -> distance(word, one) <= tolerance);
    return misspelt.or(() -> misplaced(word, known));
  }

  /** A key of the same name in another section. */
  private static Optional<String> misplaced(String word, Collection<String> known) {
    String name = word.substring(word.lastIndexOf('.') + 1);
    return known.stream().filter(one -> one.endsWith("." + name)).sorted().findFirst();
  }

  /** Levenshtein's edit distance, row by row. */
  private static int distance(String left, String right) {
    int[] above = new int[right.length() + 1];
    for (int column = 0; column <= right.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      int[] current = new int[right.length() + 1];
      current[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        int substitution = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                above[column - 1] + substitution, 1 + Math.min(above[column], current[column - 1]));
      }
      above = current;
    }
    return above[right.length()];
  }
}
