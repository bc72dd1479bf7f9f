package org.flashcrowd.text;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a tokenised text as HTML: escapes what was typed and adds the links around it. */
final class Markup {
  private static final int SHOWN_OF_URL = 30;

  private final String text;
  private final List<Token> tokens;
  private final Links links;
  private final StringBuilder html;
  private boolean paragraphs;
  private int newlines;
  private boolean begun;

  Markup(String text, List<Token> tokens, Links links) {
    this.text = text;
    this.tokens = tokens;
    this.links = links;
    this.html = new StringBuilder(text.length() + 64 + tokens.size() * 160);
  }

  String paragraphs() {
    paragraphs = true;
    write();
    return begun ? html.append("</p>").toString() : "";
  }

  String line() {
    write();
    return html.toString();
  }

  private void write() {
    int at = 0;
    for (Token token : tokens) {
      plain(at, token.start());
      breakLine();
      switch (token) {
        case Token.Mention mention -> mention(mention);
        case Token.Tag tag -> tag(tag);
        case Token.Url url -> url(url);
      }
      at = token.end();
    }
    plain(at, text.length());
  }

  private void plain(int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        newlines++;
      } else if (c == '\t' || !Character.isISOControl(c)) {
        breakLine();
        escape(html, c);
      }
    }
  }

  /** Writes the line breaks that came before: only once something follows them. */
  private void breakLine() {
    if (!begun) {
      html.append(paragraphs ? "<p>" : "");
      begun = true;
    } else if (newlines > 0 && !paragraphs) {
      html.append(' ');
    } else if (newlines > 0) {
      html.append(newlines == 1 ? "<br>" : "</p><p>");
    }
    newlines = 0;
  }

  private void mention(Token.Mention mention) {
    String href = links.mention(mention.handle());
    if (href == null) {
      plain(mention.start(), mention.end());
      return;
    }
    html.append("<span class=\"h-card\" translate=\"no\"><a href=\"");
    escape(html, href);
    html.append("\" class=\"mention u-url\">@<span>");
    escape(html, mention.handle().username());
    html.append("</span></a></span>");
  }

  private void tag(Token.Tag tag) {
    @Nullable String href = links.tag(RichText.tagKey(tag.name()));
    if (href == null) {
      plain(tag.start(), tag.end());
      return;
    }
    html.append("<a href=\"");
    escape(html, href);
    html.append("\" class=\"mention hashtag\" rel=\"tag\">#<span>");
    escape(html, tag.name());
    html.append("</span></a>");
  }

  /** The whole URL stays in the text, its dull parts marked so that a client may hide them. */
  private void url(Token.Url token) {
    String url = text.substring(token.start(), token.end());
    String lower = url.toLowerCase(Locale.ROOT);
    int prefix = lower.indexOf("://") + 3;
    prefix += lower.startsWith("www.", prefix) ? 4 : 0;
    int shown = Math.min(url.length(), prefix + SHOWN_OF_URL);
    if (shown < url.length() && Character.isLowSurrogate(url.charAt(shown))) {
      shown++;
    }
    html.append("<a href=\"");
    escape(html, url);
    html.append(
        "\" target=\"_blank\" rel=\"nofollow noopener noreferrer\" translate=\"no\">"
            + "<span class=\"invisible\">");
    escape(html, url.substring(0, prefix));
    html.append(shown < url.length() ? "</span><span class=\"ellipsis\">" : "</span><span>");
    escape(html, url.substring(prefix, shown));
    html.append("</span><span class=\"invisible\">");
    escape(html, url.substring(shown));
    html.append("</span></a>");
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    escape(escaped, text);
    return escaped.toString();
  }

  private static void escape(StringBuilder into, String text) {
    for (int i = 0; i < text.length(); i++) {
      escape(into, text.charAt(i));
    }
  }

  private static void escape(StringBuilder into, char c) {
    switch (c) {
      case '&' -> into.append("&amp;");
      case '<' -> into.append("&lt;");
      case '>' -> into.append("&gt;");
      case '"' -> into.append("&quot;");
      case '\'' -> into.append("&#39;");
      default -> into.append(c);
    }
  }
}
