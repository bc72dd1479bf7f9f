package org.flashcrowd.search;

import java.util.ArrayList;
import java.util.List;

/**
 * What somebody looks for among posts, as {@link QueryParser} understood it.
 *
 * @param all what must be there, each as PostgreSQL's input of a {@code tsquery}
 * @param none what must not
 * @param from names after {@code from:}, all of which must be the author; {@code me} is the reader
 * @param notFrom names after {@code -from:}
 * @param before only posts with smaller ids
 * @param after only posts with larger ids
 * @param impossible whether nothing can match, such as {@code has:poll}
 */
record PostQuery(
    List<Term> all,
    List<Term> none,
    List<String> from,
    List<String> notFrom,
    Place place,
    long before,
    long after,
    boolean impossible) {
  /** Which posts are searched. */
  enum Place {
    /** Both. */
    ANYWHERE,
    /** One's own, and those one was mentioned in, favourited, bookmarked or boosted. */
    LIBRARY,
    /** Public posts of people who let theirs be found. */
    PUBLIC
  }

  /**
   * One condition.
   *
   * @param exact with the order of a phrase's words
   * @param loose only that its words are there, which the index decides alone
   */
  record Term(String exact, String loose) {
    static Term of(String lexeme) {
      return new Term("'" + lexeme + "'", "'" + lexeme + "'");
    }
  }

  /** Whether it says anything about posts at all. */
  boolean isEmpty() {
    return all.isEmpty()
        && none.isEmpty()
        && from.isEmpty()
        && notFrom.isEmpty()
        && before == Long.MAX_VALUE
        && after == 0
        && place == Place.ANYWHERE;
  }

  PostQuery withAll(List<Term> more) {
    List<Term> both = new ArrayList<>(all);
    both.addAll(more);
    return new PostQuery(both, none, from, notFrom, place, before, after, impossible);
  }

  PostQuery withNone(List<Term> more) {
    List<Term> both = new ArrayList<>(none);
    both.addAll(more);
    return new PostQuery(all, both, from, notFrom, place, before, after, impossible);
  }

  /** The whole of it, as a {@code tsquery}. */
  String exact() {
    List<String> terms = new ArrayList<>();
    all.forEach(term -> terms.add("(" + term.exact() + ")"));
    none.forEach(term -> terms.add("!(" + term.exact() + ")"));
    return String.join(" & ", terms);
  }

  /** What the index can narrow down to; empty when nothing must be there. */
  String loose() {
    return String.join(" & ", all.stream().map(term -> "(" + term.loose() + ")").toList());
  }
}
