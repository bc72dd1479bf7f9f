package org.flashcrowd.mail;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said to somebody.
 *
 * @param to their e-mail address
 * @param words what to say: {@code password.changed} stands for the entries of that name in {@code
 *     mail/words.properties}
 * @param values what stands for {@code {name}} in those words; {@code {site}} is the server
 * @param link where its button leads; null for a letter without one
 * @param locale in which language, where there is one for it; null for English
 */
public record Letter(
    String to,
    String words,
    Map<String, String> values,
    @Nullable String link,
    @Nullable String locale) {
  public Letter {
    values = Map.copyOf(values);
  }

  /** The same with more values. */
  public Letter with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(values);
    all.putAll(more);
    return new Letter(to, words, all, link, locale);
  }

  /** Addresses and links stay out of logs. */
  @Override
  public String toString() {
    return "Letter[" + words + "]";
  }
}
