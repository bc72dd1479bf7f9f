package org.flashcrowd.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the links of a text in one pass.
 *
 * <p>Written by hand rather than as regular expressions, because the text is anybody's: every
 * character is looked at a bounded number of times, so that no text takes more than linear time. A
 * run that looks like a link and turns out to be none is skipped as a whole, never scanned again.
 */
final class Tokenizer {
  private static final int MAX_USERNAME = 30;
  private static final int MAX_DOMAIN = 253;
  private static final int MAX_TAG = 100;
  private static final int MAX_URL = 2_048;

  private final String text;
  private final List<Token> tokens = new ArrayList<>();

  private Tokenizer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    return new Tokenizer(text).scan();
  }

  private List<Token> scan() {
    int at = 0;
    while (at < text.length()) {
      at =
          switch (text.charAt(at)) {
            case '@' -> startsWord(at) ? mention(at) : at + 1;
            case '#' -> startsWord(at) ? tag(at) : at + 1;
            case 'h', 'H' -> startsWord(at) ? url(at) : at + 1;
            default -> at + 1;
          };
    }
    return List.copyOf(tokens);
  }

  /** Not in the middle of a word, a path or an address, as in {@code a@b}, {@code x/#y}. */
  private boolean startsWord(int at) {
    if (at == 0) {
      return true;
    }
    int before = text.codePointBefore(at);
    return !isWord(before) && before != '/' && before != '@' && before != '#' && before != '=';
  }

  private int mention(int start) {
    int end = start + 1;
    while (end < text.length() && isAsciiWord(text.charAt(end))) {
      end++;
    }
    if (end == start + 1 || end - start - 1 > MAX_USERNAME || isWordAt(end)) {
      return end;
    }
    String username = text.substring(start + 1, end);
    if (!isAt(end, '@')) {
      tokens.add(new Token.Mention(start, end, new Handle(username, null)));
      return end;
    }
    int domainEnd = domain(end + 1);
    if (domainEnd > end + 1 && domainEnd - end - 1 <= MAX_DOMAIN) {
      String domain = text.substring(end + 1, domainEnd);
      tokens.add(new Token.Mention(start, domainEnd, new Handle(username, domain)));
    }
    return Math.max(domainEnd, end);
  }

  private int domain(int start) {
    int end = start;
    while (end < text.length() && isDomain(text.charAt(end))) {
      end++;
    }
    while (end > start && !isAsciiWord(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private int tag(int start) {
    int end = start + 1;
    boolean letter = false;
    while (isWordAt(end)) {
      int point = text.codePointAt(end);
      letter |= Character.isLetter(point);
      end += Character.charCount(point);
    }
    if (letter && text.codePointCount(start + 1, end) <= MAX_TAG) {
      tokens.add(new Token.Tag(start, end, text.substring(start + 1, end)));
    }
    return end;
  }

  private int url(int start) {
    int host = afterScheme(start);
    if (host < 0) {
      return start + 1;
    }
    int runEnd = host;
    while (runEnd < text.length() && isUrl(text.charAt(runEnd))) {
      runEnd++;
    }
    int end = withoutTrailing(host, runEnd);
    if (end - start > MAX_URL || !isAuthority(host, end)) {
      return runEnd;
    }
    tokens.add(new Token.Url(start, end));
    return end;
  }

  private int afterScheme(int start) {
    for (String scheme : List.of("https://", "http://")) {
      if (text.regionMatches(true, start, scheme, 0, scheme.length())) {
        return start + scheme.length();
      }
    }
    return -1;
  }

  /** Leaves out the punctuation of the sentence, and a bracket that opened before the URL. */
  private int withoutTrailing(int start, int runEnd) {
    int round = 0;
    int square = 0;
    for (int i = start; i < runEnd; i++) {
      switch (text.charAt(i)) {
        case '(' -> round++;
        case ')' -> round--;
        case '[' -> square++;
        case ']' -> square--;
        default -> {}
      }
    }
    int end = runEnd;
    while (end > start) {
      char last = text.charAt(end - 1);
      if (last == ')' && round < 0) {
        round++;
      } else if (last == ']' && square < 0) {
        square++;
      } else if (".,;:!?'*_~".indexOf(last) < 0) {
        break;
      }
      end--;
    }
    return end;
  }

  /**
   * Whether a host, perhaps with a port, stands before the path. User information is refused: it is
   * only ever used to make a URL look as if it led elsewhere.
   */
  private boolean isAuthority(int start, int end) {
    int at = start;
    @Nullable Character last = null;
    while (at < end && (isDomain(text.charAt(at)) || isWordAt(at))) {
      last = text.charAt(at++);
    }
    if (last == null || !(Character.isLetterOrDigit(last) || Character.isSurrogate(last))) {
      return false;
    }
    if (text.charAt(start) == '-' || text.charAt(start) == '.') {
      return false;
    }
    if (isAt(at, ':')) {
      int port = at + 1;
      at = port;
      while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == port || at - port > 5) {
        return false;
      }
    }
    return at >= end || "/?#".indexOf(text.charAt(at)) >= 0;
  }

  private boolean isAt(int at, char wanted) {
    return at < text.length() && text.charAt(at) == wanted;
  }

  private boolean isWordAt(int at) {
    return at < text.length() && isWord(text.codePointAt(at));
  }

  /** Letters with their marks, digits and the underscore, of any script. */
  private static boolean isWord(int point) {
    if (point < 128) {
      return isAsciiWord((char) point);
    }
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
      default -> Character.isLetterOrDigit(point);
    };
  }

  private static boolean isAsciiWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  private static boolean isDomain(char c) {
    return isAsciiWord(c) || c == '.' || c == '-';
  }

  private static boolean isUrl(char c) {
    if (c < 128) {
      return c > ' ' && c != 127 && "<>\"`{}|\\^".indexOf(c) < 0;
    }
    return switch (Character.getType(c)) {
      // Invisible characters could hide where a URL leads; quotes and brackets close a sentence.
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
