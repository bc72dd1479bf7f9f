package org.flashcrowd.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;

/** A change of one's own profile as it was sent, checked; what was not sent stays as it was. */
final class ProfileForm {
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z]{2,4})?");

  private final Optional<String> displayName;
  private final Optional<String> note;
  private final Optional<List<Account.Field>> fields;
  private final Params choices;
  private final Params source;
  private final Optional<Visibility> privacy;
  private final Optional<String> language;

  /** Reads the fields of {@code update_credentials}; 422 for what cannot be. */
  ProfileForm(Params params) {
    this.choices = params;
    this.source = params.object("source");
    this.displayName =
        atMost("display_name", ProfileLimits.DISPLAY_NAME, params.text("display_name"));
    this.note = atMost("note", ProfileLimits.NOTE, params.text("note"));
    this.fields = fields(params);
    this.privacy = privacy(source);
    this.language = language(source);
    applyChoices(new Account.Choices(false, false, false, false, false));
    source.flag("sensitive");
  }

  private static Optional<String> atMost(String name, int most, Optional<String> text) {
    text.filter(given -> given.codePointCount(0, given.length()) > most)
        .ifPresent(
            given -> {
              throw Failure.invalid(name, "ERR_TOO_LONG", "is longer than " + most + " characters");
            });
    return text.map(String::strip);
  }

  private static Optional<List<Account.Field>> fields(Params params) {
    if (!params.has("fields_attributes")) {
      return Optional.empty();
    }
    List<Account.Field> fields = new ArrayList<>();
    for (Params sent : params.objects("fields_attributes")) {
      String name = atMost("fields", ProfileLimits.FIELD, sent.text("name")).orElse("");
      String value = atMost("fields", ProfileLimits.FIELD, sent.text("value")).orElse("");
      if (name.isEmpty() && !value.isEmpty()) {
        throw Failure.invalid("fields", "ERR_BLANK", "need a name");
      }
      if (!name.isEmpty()) {
        fields.add(new Account.Field(name, value));
      }
    }
    if (fields.size() > ProfileLimits.FIELDS) {
      throw Failure.invalid("fields", "ERR_TOO_MANY", "are more than " + ProfileLimits.FIELDS);
    }
    return Optional.of(fields);
  }

  private static Optional<Visibility> privacy(Params source) {
    return source
        .text("privacy")
        .filter(given -> !given.isEmpty())
        .map(
            given ->
                Visibility.of(given)
                    .filter(visibility -> visibility != Visibility.DIRECT)
                    .orElseThrow(
                        () ->
                            Failure.invalid(
                                "privacy",
                                "ERR_INCLUSION",
                                "must be public, unlisted or private")));
  }

  private static Optional<String> language(Params source) {
    Optional<String> language = source.text("language");
    language
        .filter(given -> !given.isEmpty() && !LANGUAGE.matcher(given).matches())
        .ifPresent(
            given -> {
              throw Failure.invalid("language", "ERR_INCLUSION", "must be an ISO 639 code");
            });
    return language;
  }

  Account applyTo(Account before) {
    Account.Profile profile = before.profile();
    return before.with(
        new Account.Profile(
            displayName.orElse(profile.displayName()),
            note.orElse(profile.note()),
            fields.orElse(profile.fields()),
            profile.avatarMediaId(),
            profile.headerMediaId()),
        applyChoices(before.choices()),
        applyPosting(before.posting()));
  }

  private Account.Choices applyChoices(Account.Choices was) {
    Account.Choices before = PixelfedSettings.changed(was, choices);
    return new Account.Choices(
        choices.flag("locked", before.locked()),
        choices.flag("bot", before.bot()),
        choices.flag("discoverable", before.discoverable()),
        choices.flag("indexable", before.indexable()),
        choices.flag("hide_collections", before.hideCollections()));
  }

  private Account.Posting applyPosting(Account.Posting before) {
    return new Account.Posting(
        privacy.orElse(before.visibility()),
        source.flag("sensitive", before.sensitive()),
        language.isPresent()
            ? language.filter(given -> !given.isEmpty()).orElse(null)
            : before.language());
  }
}
