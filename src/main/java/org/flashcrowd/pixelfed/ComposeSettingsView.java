package org.flashcrowd.pixelfed;

import java.util.List;
import org.flashcrowd.accounts.Account;
import org.flashcrowd.config.Config;

/**
 * With what the app begins a new post.
 *
 * @param maxFileSize in KB
 * @param defaultScope a visibility
 * @param defaultLicense 1 is none in particular
 * @param mediaDescriptions whether a photo must be described
 */
record ComposeSettingsView(
    List<String> allowedMediaTypes,
    long maxFileSize,
    int maxCaptionLength,
    int maxAltextLength,
    int maxMediaAttachments,
    String defaultScope,
    int defaultLicense,
    boolean mediaDescriptions) {

  static ComposeSettingsView of(Config config, Account account) {
    return new ComposeSettingsView(
        ConfigView.PICTURES,
        config.http().maxUpload() / 1_024,
        config.statuses().maxCharacters(),
        config.media().descriptionMax(),
        config.media().attachmentsPerStatus(),
        account.posting().visibility().wire(),
        /* defaultLicense= */ 1,
        /* mediaDescriptions= */ false);
  }
}
