package org.flashcrowd.statuses;

import java.util.List;
import java.util.regex.Pattern;
import org.flashcrowd.config.Config;
import org.flashcrowd.http.Failure;
import org.flashcrowd.text.RichText;

/** How much a post may hold. */
final class StatusLimits {
  private static final Pattern LANGUAGE =
      Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}");
  // URLs count as 23 characters however long they are; this bounds what they can make of a post.
  private static final int RAW = 4;

  private final Config.Statuses settings;
  private final int maxMedia;

  StatusLimits(Config.Statuses settings, int maxMedia) {
    this.settings = settings;
    this.maxMedia = maxMedia;
  }

  /**
   * The text of a post that keeps all limits.
   *
   * @throws Failure 422 with what is wrong
   */
  RichText check(NewStatus status) {
    String key = status.key();
    if (key != null && key.length() > 255) {
      throw Failure.unprocessable("An Idempotency-Key has 255 characters at most");
    }
    return check(status.words(), status.media());
  }

  /** The same for a post that is there and is to be changed. */
  RichText check(NewStatus.Words words, List<Long> media) {
    if (words.text().isBlank() && media.isEmpty()) {
      throw Failure.invalid("text", "ERR_BLANK", "can't be blank");
    }
    if (media.size() > maxMedia) {
      throw Failure.invalid("media_ids", "ERR_TOO_MANY", "may be " + maxMedia + " at most");
    }
    String language = words.language();
    if (language != null && !LANGUAGE.matcher(language).matches()) {
      throw Failure.invalid("language", "ERR_INVALID", "is not a language code");
    }
    return text(words);
  }

  private RichText text(NewStatus.Words words) {
    int spoiler = words.spoilerText().codePointCount(0, words.spoilerText().length());
    if (words.text().length() > RAW * settings.maxCharacters()) {
      throw tooLong();
    }
    RichText text = RichText.parse(words.text());
    if (text.length() + spoiler > settings.maxCharacters()) {
      throw tooLong();
    }
    if (text.mentions().size() > settings.maxMentions()) {
      throw Failure.invalid(
          "text", "ERR_TOO_MANY", "may mention " + settings.maxMentions() + " people at most");
    }
    if (text.tags().size() > settings.maxTags()) {
      throw Failure.invalid(
          "text", "ERR_TOO_MANY", "may have " + settings.maxTags() + " tags at most");
    }
    return text;
  }

  private Failure tooLong() {
    return Failure.invalid(
        "text", "ERR_TOO_LONG", "may have " + settings.maxCharacters() + " characters at most");
  }
}
