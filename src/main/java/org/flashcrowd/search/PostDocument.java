package org.flashcrowd.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A post as it is indexed.
 *
 * @param texts what it says, its content warning and the descriptions of its photos
 * @param tags by key
 * @param mentions the accounts mentioned
 */
public record PostDocument(
    long id,
    long author,
    List<String> texts,
    List<String> tags,
    List<Long> mentions,
    @Nullable String language,
    Traits traits) {
  // No phrase reaches from one text into the next.
  private static final int GAP = 10;
  // PostgreSQL's last place in a tsvector; words beyond are found, but not in phrases.
  private static final int LAST_PLACE = 16_383;

  /** What holds of a post or does not. */
  public record Traits(boolean isPublic, boolean media, boolean reply, boolean sensitive) {}

  /** As PostgreSQL's input of a {@code tsvector}. */
  public String vector() {
    StringBuilder vector = new StringBuilder(256);
    int position = 0;
    for (String text : texts) {
      List<Word> words = Words.of(text, position);
      for (Word word : words) {
        add(vector, word.text());
        vector.append(':').append(Math.min(word.position(), LAST_PLACE));
      }
      position += words.size() + GAP;
    }
    attributes(vector);
    return vector.toString();
  }

  private void attributes(StringBuilder vector) {
    add(vector, Attribute.author(author));
    mentions.forEach(account -> add(vector, Attribute.mentioned(account)));
    tags.forEach(tag -> add(vector, Attribute.tag(tag)));
    if (language != null) {
      add(vector, Attribute.language(language));
    }
    add(vector, traits.isPublic(), Attribute.PUBLIC);
    add(vector, traits.media(), Attribute.MEDIA);
    add(vector, traits.reply(), Attribute.REPLY);
    add(vector, traits.sensitive(), Attribute.SENSITIVE);
  }

  private static void add(StringBuilder vector, boolean holds, String attribute) {
    if (holds) {
      add(vector, attribute);
    }
  }

  /** Nothing in a word or an attribute needs escaping: neither contains a quote or backslash. */
  private static void add(StringBuilder vector, String lexeme) {
    vector.append(vector.isEmpty() ? "'" : " '").append(lexeme).append('\'');
  }
}
