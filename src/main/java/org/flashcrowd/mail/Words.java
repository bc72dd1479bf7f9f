package org.flashcrowd.mail;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * What letters say, in the languages that it is written in: {@code mail/words.properties} is
 * English, {@code words_de.properties} would be German.
 */
final class Words {
  private static final ResourceBundle.Control NO_DETOURS =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private final ResourceBundle bundle;

  private Words(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  /** The words of a language, or English ones where nobody has translated them. */
  static Words in(@Nullable String locale) {
    Locale wanted = locale == null ? Locale.ROOT : Locale.forLanguageTag(locale.replace('_', '-'));
    return new Words(ResourceBundle.getBundle("mail.words", wanted, NO_DETOURS));
  }

  String language() {
    String language = bundle.getLocale().getLanguage();
    return language.isEmpty() ? "en" : language;
  }

  /** One entry, with its values in their places. */
  String say(String key, Map<String, String> values) {
    String said = bundle.getString(key);
    for (Map.Entry<String, String> value : values.entrySet()) {
      said = said.replace("{" + value.getKey() + "}", value.getValue());
    }
    return said;
  }
}
