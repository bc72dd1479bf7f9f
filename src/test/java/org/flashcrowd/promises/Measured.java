package org.flashcrowd.promises;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a test found out about a promise, as it is kept in a file until the document is written.
 *
 * @param test {@code package.Class#method}, or {@code package.Class} for all of its tests together
 * @param runs how many tests, or invocations of one, this is of
 * @param figures by name
 * @param unmet which part of the promise is not kept; null for none
 * @param commit of the sources, with a + where they were changed since
 * @param cores of the machine
 */
record Measured(
    Promise promise,
    String test,
    int runs,
    Map<String, String> figures,
    @Nullable String unmet,
    String commit,
    int cores) {

  /** Both: of two tests of a class, or two invocations of a test. */
  Measured and(Measured other) {
    Map<String, String> both = new LinkedHashMap<>(figures);
    both.putAll(other.figures);
    return new Measured(
        promise, test, runs + other.runs, both, unmet == null ? other.unmet : unmet, commit, cores);
  }
}
