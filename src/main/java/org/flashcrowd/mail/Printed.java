package org.flashcrowd.mail;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Entities;

/**
 * A letter as it is sent: the same words as plain text and as HTML, without pictures and without
 * anything that tells whether it was read.
 */
record Printed(String to, String subject, String text, String html) {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="{language}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
      <body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">
      <div style="max-width:34rem;margin:0 auto">
      {content}</div>
      </body></html>
      """;
  private static final String BUTTON =
      "<p><a href=\"{link}\" style=\"display:inline-block;padding:.6rem"
          + " 1.25rem;border-radius:.5rem;background:#b03a0a;color:#ffffff;text-decoration:none;font-weight:600\">{action}</a></p>\n"
          + "<p style=\"font-size:.85em;overflow-wrap:anywhere\">{link}</p>\n";

  /**
   * Prints a letter.
   *
   * @param site what the server is called
   */
  static Printed of(Letter letter, String site) {
    Words words = Words.in(letter.locale());
    Map<String, String> values = new HashMap<>(letter.values());
    values.put("site", site);
    List<String> paragraphs =
        Arrays.stream(words.say(letter.words() + ".text", values).split("\n\n"))
            .filter(paragraph -> !paragraph.isBlank())
            .toList();
    String subject = oneLine(words.say(letter.words() + ".subject", values));
    String closing = words.say("closing", values);
    StringBuilder text = new StringBuilder();
    StringBuilder html = new StringBuilder();
    for (String paragraph : paragraphs) {
      text.append(paragraph).append("\n\n");
      html.append("<p>").append(escape(paragraph)).append("</p>\n");
    }
    String link = letter.link();
    if (link != null) {
      text.append(link).append("\n\n");
      String action = words.say(letter.words() + ".action", values);
      html.append(BUTTON.replace("{link}", escape(link)).replace("{action}", escape(action)));
    }
    text.append("-- \n").append(closing).append('\n');
    html.append("<p style=\"opacity:.7;font-size:.85em\">")
        .append(escape(closing))
        .append("</p>\n");
    return new Printed(
        letter.to(),
        subject,
        text.toString(),
        PAGE.replace("{language}", words.language()).replace("{content}", html));
  }

  private static String escape(String text) {
    return Entities.escape(text);
  }

  /** Whatever a name holds, a header stays one line. */
  private static String oneLine(String subject) {
    return subject.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  @Override
  public String toString() {
    return "Printed[" + subject + "]";
  }
}
