package org.flashcrowd.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A text as somebody typed it, with the mentions, tags and URLs found in it.
 *
 * <pre>{@code
 * RichText post = RichText.parse("Dawn at the lake with @kim #photo");
 * post.mentions();   // kim
 * post.tags();       // photo
 * post.html(links);  // <p>Dawn at the lake with <span …
 * }</pre>
 *
 * Parsing and rendering take time linear in the text and never fail.
 */
public final class RichText {
  /** What a URL counts, however long it is; told to apps as characters_reserved_per_url. */
  public static final int URL_LENGTH = 23;

  private static final Sanitiser SANITISER = new Sanitiser();

  private final String text;
  private final List<Token> tokens;

  private RichText(String text, List<Token> tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  public static RichText parse(String text) {
    return new RichText(text, Tokenizer.tokens(text));
  }

  /** A text's HTML in paragraphs. */
  public static String html(String text, Links links) {
    return text.isEmpty() ? "" : parse(text).html(links);
  }

  /** The form of a tag under which it is stored and found, without the {@code #}. */
  public static String tagKey(String name) {
    // NFC, not NFKC: the compatibility forms of some letters contain spaces.
    return Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }

  /**
   * The form under which a tag of this name is stored; empty when no tag of a text can be called
   * so.
   *
   * @param name without the {@code #}
   */
  public static Optional<String> tagNamed(String name) {
    List<Token> tokens = Tokenizer.tokens("#" + name);
    return tokens.size() == 1
            && tokens.getFirst() instanceof Token.Tag tag
            && tag.name().equals(name)
        ? Optional.of(tagKey(name))
        : Optional.empty();
  }

  /** The names typed after an {@code @}, each once, in their order. */
  public List<Handle> mentions() {
    return tokens.stream()
        .filter(Token.Mention.class::isInstance)
        .map(token -> ((Token.Mention) token).handle())
        .distinct()
        .toList();
  }

  /** The tags as they are stored, each once, in their order. */
  public List<String> tags() {
    return tokens.stream()
        .filter(Token.Tag.class::isInstance)
        .map(token -> tagKey(((Token.Tag) token).name()))
        .distinct()
        .toList();
  }

  /** The URLs, each once, in their order. */
  public List<String> urls() {
    return tokens.stream()
        .filter(Token.Url.class::isInstance)
        .map(token -> text.substring(token.start(), token.end()))
        .distinct()
        .toList();
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** Its length in characters (code points) as a limit counts it. */
  public int length() {
    int length = text.codePointCount(0, text.length());
    for (Token token : tokens) {
      if (token instanceof Token.Url) {
        length += URL_LENGTH - text.codePointCount(token.start(), token.end());
      }
    }
    return length;
  }

  /**
   * Its HTML in the markup that Mastodon's clients know: {@code <p>} and {@code <br>}, links with
   * their classes, everything else escaped. Passed through the sanitiser; empty for an empty text.
   */
  public String html(Links links) {
    return SANITISER.clean(new Markup(text, tokens, links).paragraphs(), text);
  }

  /** The same on one line, without paragraphs: for the fields of a profile. */
  public String inline(Links links) {
    return SANITISER.clean(new Markup(text, tokens, links).line(), text);
  }
}
