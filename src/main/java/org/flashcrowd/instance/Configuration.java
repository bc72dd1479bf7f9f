package org.flashcrowd.instance;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.flashcrowd.accounts.ProfileLimits;
import org.flashcrowd.config.Config;
import org.flashcrowd.text.RichText;
import org.jspecify.annotations.Nullable;

/** What apps must know before they post; a part of both forms of the instance. */
record Configuration(
    Urls urls,
    Vapid vapid,
    Accounts accounts,
    Statuses statuses,
    MediaAttachments mediaAttachments,
    Polls polls,
    Translation translation,
    boolean limitedFederation) {

  record Urls(
      String streaming,
      @Nullable String status,
      String about,
      @Nullable String privacyPolicy,
      @Nullable String termsOfService) {}

  record Vapid(String publicKey) {}

  record Accounts(
      int maxDisplayNameLength,
      int maxNoteLength,
      int maxFeaturedTags,
      int maxPinnedStatuses,
      int maxProfileFields,
      int profileFieldNameLimit,
      int profileFieldValueLimit) {}

  record Statuses(
      int maxCharacters,
      int maxMediaAttachments,
      @JsonProperty("characters_reserved_per_url") int reserved) {}

  record MediaAttachments(
      List<String> supportedMimeTypes,
      int descriptionLimit,
      long imageSizeLimit,
      long imageMatrixLimit,
      long videoSizeLimit,
      int videoFrameRateLimit,
      long videoMatrixLimit) {}

  /** There are none yet, but apps do not decode an instance without it. */
  record Polls(int maxOptions, int maxCharactersPerOption, int minExpiration, int maxExpiration) {}

  record Translation(boolean enabled) {}

  /**
   * @param mediaTypes of the pictures that can be read
   */
  static Configuration of(Config config, List<String> mediaTypes, String vapidKey) {
    return new Configuration(
        urls(config.publicUrl().toString()),
        new Vapid(vapidKey),
        new Accounts(
            ProfileLimits.DISPLAY_NAME,
            ProfileLimits.NOTE,
            ProfileLimits.FEATURED_TAGS,
            config.statuses().maxPinned(),
            ProfileLimits.FIELDS,
            ProfileLimits.FIELD,
            ProfileLimits.FIELD),
        new Statuses(
            config.statuses().maxCharacters(),
            config.media().attachmentsPerStatus(),
            RichText.URL_LENGTH),
        new MediaAttachments(
            mediaTypes,
            config.media().descriptionMax(),
            config.http().maxUpload(),
            config.media().maxMegapixels() * 1_000_000L,
            /* videoSizeLimit= */ 0,
            /* videoFrameRateLimit= */ 0,
            /* videoMatrixLimit= */ 0),
        new Polls(4, 50, 300, 2_629_746),
        new Translation(false),
        /* limitedFederation= */ true);
  }

  private static Urls urls(String publicUrl) {
    return new Urls(publicUrl.replaceFirst("^http", "ws"), null, publicUrl + "/", null, null);
  }
}
