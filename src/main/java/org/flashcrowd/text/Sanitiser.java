package org.flashcrowd.text;

import java.util.Set;
import java.util.function.UnaryOperator;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document.OutputSettings;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities.EscapeMode;
import org.jsoup.safety.Safelist;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one gate between any HTML that we make and the people who read it: what is not on the list of
 * tags, attributes, classes and protocols does not pass. Should it fail, the text goes out escaped.
 */
final class Sanitiser {
  private static final Logger LOG = LoggerFactory.getLogger(Sanitiser.class);
  private static final OutputSettings COMPACT =
      new OutputSettings().prettyPrint(false).escapeMode(EscapeMode.xhtml);

  private final UnaryOperator<String> cleaner;

  Sanitiser() {
    this(html -> Jsoup.clean(html, "", new Allowed(), COMPACT));
  }

  Sanitiser(UnaryOperator<String> cleaner) {
    this.cleaner = cleaner;
  }

  /**
   * @param html what is to be cleaned
   * @param text what was typed, for when cleaning fails
   */
  String clean(String html, String text) {
    try {
      return cleaner.apply(html);
    } catch (RuntimeException failure) {
      LOG.error("the sanitiser failed; the text goes out escaped", failure);
      return "<p>" + Markup.escape(text) + "</p>";
    }
  }

  /** Tags and attributes as Mastodon lists them, and of each attribute the values we write. */
  private static final class Allowed extends Safelist {
    private static final Set<String> CLASSES =
        Set.of("h-card", "mention u-url", "mention hashtag", "invisible", "ellipsis");
    private static final Set<String> RELATIONS = Set.of("tag", "nofollow noopener noreferrer");

    private Allowed() {
      addTags("p", "br", "a", "span");
      addAttributes("a", "href", "class", "rel", "target", "translate");
      addAttributes("span", "class", "translate");
      addProtocols("a", "href", "http", "https");
    }

    @Override
    public boolean isSafeAttribute(String tag, Element element, Attribute attribute) {
      return super.isSafeAttribute(tag, element, attribute)
          && switch (attribute.getKey()) {
            case "class" -> CLASSES.contains(attribute.getValue());
            case "rel" -> RELATIONS.contains(attribute.getValue());
            case "target" -> attribute.getValue().equals("_blank");
            case "translate" -> attribute.getValue().equals("no");
            default -> true;
          };
    }
  }
}
