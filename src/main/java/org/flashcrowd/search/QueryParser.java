package org.flashcrowd.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.flashcrowd.db.Ids;
import org.flashcrowd.search.PostQuery.Place;
import org.flashcrowd.search.PostQuery.Term;
import org.flashcrowd.text.RichText;

/**
 * Reads what somebody typed: words, {@code "phrases"}, {@code -excluded}, {@code #tags}, {@code
 * begin*} and the operators {@code from:}, {@code has:}, {@code is:}, {@code language:}, {@code
 * in:}, {@code before:}, {@code after:} and {@code during:}.
 *
 * <p>Everything is understood somehow; what is no operator is words. Of these only letters, digits
 * and marks reach the database.
 */
final class QueryParser {
  private static final String QUOTES = "\"“”„«»";
  private static final int SHORTEST_BEGINNING = 3;

  private final String text;
  private final List<Term> all = new ArrayList<>();
  private final List<Term> none = new ArrayList<>();
  private final List<String> from = new ArrayList<>();
  private final List<String> notFrom = new ArrayList<>();
  private Place place = Place.ANYWHERE;
  private long before = Long.MAX_VALUE;
  private long after;
  private boolean impossible;
  private int at;

  private QueryParser(String text) {
    this.text = text;
  }

  static PostQuery parse(String text) {
    QueryParser parser = new QueryParser(text);
    parser.read();
    return new PostQuery(
        List.copyOf(parser.all),
        List.copyOf(parser.none),
        List.copyOf(parser.from),
        List.copyOf(parser.notFrom),
        parser.place,
        parser.before,
        parser.after,
        parser.impossible);
  }

  private void read() {
    while (skipSpace()) {
      boolean excluded = text.charAt(at) == '-';
      if (excluded || text.charAt(at) == '+') {
        at++;
      }
      if (at < text.length() && QUOTES.indexOf(text.charAt(at)) >= 0) {
        at++;
        words(until(QUOTES), excluded);
        at++;
      } else {
        chunk(until(""), excluded);
      }
    }
  }

  private boolean skipSpace() {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** Up to one of {@code ends} (white space where there are none), or to the end. */
  private String until(String ends) {
    int start = at;
    while (at < text.length()
        && (ends.isEmpty() ? !isSpace(text.charAt(at)) : ends.indexOf(text.charAt(at)) < 0)) {
      at++;
    }
    return text.substring(start, at);
  }

  private void chunk(String chunk, boolean excluded) {
    int colon = chunk.indexOf(':');
    boolean taken =
        colon > 0
            && colon < chunk.length() - 1
            && operator(
                chunk.substring(0, colon).toLowerCase(Locale.ROOT),
                chunk.substring(colon + 1),
                excluded);
    if (!taken) {
      plain(chunk, excluded);
    }
  }

  private boolean operator(String name, String value, boolean excluded) {
    String lower = value.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "from" -> (excluded ? notFrom : from).add(value);
      case "has" -> has(lower, excluded);
      case "is" -> is(lower, excluded);
      case "language" -> add(Term.of(Attribute.language(value)), excluded);
      case "in" -> in(lower, excluded);
      case "before", "after", "during" -> date(name, value, excluded);
      default -> false;
    };
  }

  private boolean has(String what, boolean excluded) {
    switch (what) {
      case "media", "image", "photo" -> add(Term.of(Attribute.MEDIA), excluded);
      // There are no such posts: all of them are without.
      case "poll", "embed", "link", "video", "audio" -> impossible |= !excluded;
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean is(String what, boolean excluded) {
    return switch (what) {
      case "reply" -> add(Term.of(Attribute.REPLY), excluded);
      case "sensitive" -> add(Term.of(Attribute.SENSITIVE), excluded);
      default -> false;
    };
  }

  private boolean in(String where, boolean excluded) {
    switch (where) {
      case "all" -> {}
      case "library" -> place = excluded ? Place.PUBLIC : Place.LIBRARY;
      case "public" -> place = excluded ? Place.LIBRARY : Place.PUBLIC;
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whole days in UTC. */
  private boolean date(String name, String value, boolean excluded) {
    LocalDate day;
    try {
      day = LocalDate.parse(value);
    } catch (DateTimeException noDate) {
      return false;
    }
    switch (excluded ? "not " + name : name) {
      case "before" -> before(day);
      case "not before" -> from(day);
      case "after" -> from(day.plusDays(1));
      case "not after" -> before(day.plusDays(1));
      case "during" -> {
        from(day);
        before(day.plusDays(1));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void before(LocalDate day) {
    before = Math.min(before, firstOf(day));
  }

  private void from(LocalDate day) {
    after = Math.max(after, firstOf(day) - 1);
  }

  private static long firstOf(LocalDate day) {
    // Beyond these years an id's bits would run over.
    int year = Math.clamp(day.getYear(), 2000, 2100);
    return Ids.firstOf(day.withYear(year).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  private void plain(String chunk, boolean excluded) {
    String tag = chunk.startsWith("#") ? RichText.tagKey(chunk.substring(1)) : "";
    if (!tag.isEmpty() && Attribute.tag(tag).length() == tag.length() + 1) {
      add(Term.of(Attribute.tag(tag)), excluded);
      return;
    }
    List<Word> words = Words.of(chunk);
    boolean beginning =
        chunk.endsWith("*")
            && words.size() == 1
            && words.getFirst().text().length() >= SHORTEST_BEGINNING;
    if (beginning) {
      String term = "'" + words.getFirst().text() + "':*";
      add(new Term(term, term), excluded);
    } else {
      words(words, excluded);
    }
  }

  private void words(String phrase, boolean excluded) {
    words(Words.of(phrase), excluded);
  }

  /** Several words of one chunk, such as {@code e-mail}, are a phrase. */
  private void words(List<Word> words, boolean excluded) {
    List<Word> wanted = new ArrayList<>(words);
    // Where the pair before it is, the last character is.
    wanted.removeIf(word -> word.kind() == Word.Kind.TAIL);
    if (wanted.isEmpty()) {
      return;
    }
    String loose = wanted.stream().map(QueryParser::lexeme).collect(Collectors.joining(" & "));
    StringBuilder exact = new StringBuilder(lexeme(wanted.getFirst()));
    for (int i = 1; i < wanted.size(); i++) {
      int distance = wanted.get(i).position() - wanted.get(i - 1).position();
      exact.append(" <").append(distance).append("> ").append(lexeme(wanted.get(i)));
    }
    add(new Term(exact.toString(), loose), excluded);
  }

  /** A single character of a script without spaces begins the pairs that it is in. */
  private static String lexeme(Word word) {
    return "'" + word.text() + (word.kind() == Word.Kind.SINGLE ? "':*" : "'");
  }

  private boolean add(Term term, boolean excluded) {
    return (excluded ? none : all).add(term);
  }
}
