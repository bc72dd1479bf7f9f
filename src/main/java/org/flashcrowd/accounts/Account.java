package org.flashcrowd.accounts;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who is here, as the database knows them. */
public record Account(
    long id,
    String username,
    Profile profile,
    Choices choices,
    Posting posting,
    Standing standing) {

  /** What they say of themselves, as typed. */
  public record Profile(
      String displayName,
      String note,
      List<Field> fields,
      @Nullable Long avatarMediaId,
      @Nullable Long headerMediaId) {
    public Profile {
      fields = List.copyOf(fields);
    }
  }

  /** One line of the table on a profile. */
  public record Field(String name, String value) {}

  /**
   * How they want to be met.
   *
   * @param locked whether following them needs their consent
   * @param bot whether a program posts here
   * @param discoverable whether they may be recommended
   * @param indexable whether search may find their public posts
   * @param hideCollections whether others see whom they follow and who follows them
   */
  public record Choices(
      boolean locked,
      boolean bot,
      boolean discoverable,
      boolean indexable,
      boolean hideCollections) {}

  /** What a new post starts with. The language is an ISO 639-1 code. */
  public record Posting(Visibility visibility, boolean sensitive, @Nullable String language) {}

  /** How they stand with the server. */
  public record Standing(Role role, Instant createdAt, boolean suspended, boolean silenced) {}

  /** What they may do beyond their own things. */
  public enum Role {
    USER,
    MODERATOR,
    ADMIN;

    /** Its name in the database, and of {@code Caller.role}. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same account, changed by itself. */
  Account with(Profile changed, Choices chosen, Posting starting) {
    return new Account(id, username, changed, chosen, starting, standing);
  }

  Account withPictures(Optional<Long> avatar, Optional<Long> header) {
    return withPictures(
        avatar.orElse(profile.avatarMediaId()), header.orElse(profile.headerMediaId()));
  }

  Account withoutAvatar() {
    return withPictures(null, profile.headerMediaId());
  }

  Account withoutHeader() {
    return withPictures(profile.avatarMediaId(), null);
  }

  private Account withPictures(@Nullable Long avatar, @Nullable Long header) {
    Profile changed =
        new Profile(profile.displayName(), profile.note(), profile.fields(), avatar, header);
    return with(changed, choices, posting);
  }

  public boolean locked() {
    return choices.locked();
  }

  public boolean suspended() {
    return standing.suspended();
  }
}
