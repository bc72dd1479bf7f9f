package org.flashcrowd.pixelfed;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.flashcrowd.accounts.ProfileLimits;
import org.flashcrowd.config.Config;
import org.flashcrowd.config.Config.Registrations.Mode;

/**
 * What the app may do here, in Pixelfed's words; the app reads the limits of a profile from it.
 *
 * @param openRegistration whether somebody may join by themselves
 */
record ConfigView(
    String version,
    boolean openRegistration,
    Uploader uploader,
    @JsonProperty("activitypub") Federation federation,
    Site site,
    Account account,
    Features features) {
  /** In what pictures can be sent; whatever else can be read is not needed by phones. */
  static final List<String> PICTURES =
      List.of("image/jpeg", "image/png", "image/gif", "image/webp");

  private static final long KILOBYTE = 1_024;

  /**
   * @param maxPhotoSize in KB
   */
  record Uploader(
      long maxPhotoSize,
      int maxCaptionLength,
      int maxAltextLength,
      int albumLimit,
      String mediaTypes,
      List<String> mimeTypes) {}

  record Federation(boolean enabled, boolean remoteFollow) {}

  record Site(String name, String domain, String url, String description) {}

  /**
   * @param maxAvatarSize in KB
   */
  record Account(long maxAvatarSize, int maxBioLength, int maxNameLength, int minPasswordLength) {}

  record Features(Timelines timelines, boolean mobileApis, boolean stories, boolean video) {}

  record Timelines(boolean local, boolean network) {}

  static ConfigView of(Config config) {
    long upload = config.http().maxUpload() / KILOBYTE;
    return new ConfigView(
        "0.12.3",
        config.registrations().mode() == Mode.OPEN,
        new Uploader(
            upload,
            config.statuses().maxCharacters(),
            config.media().descriptionMax(),
            config.media().attachmentsPerStatus(),
            String.join(",", PICTURES),
            PICTURES),
        new Federation(false, false),
        new Site(
            config.instance().title(),
            config.publicUrl().getAuthority(),
            config.publicUrl().toString(),
            config.instance().description()),
        new Account(
            upload,
            ProfileLimits.NOTE,
            ProfileLimits.DISPLAY_NAME,
            config.registrations().minPassword()),
        new Features(new Timelines(true, false), true, false, false));
  }
}
