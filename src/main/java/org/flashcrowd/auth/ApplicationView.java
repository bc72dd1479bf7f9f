package org.flashcrowd.auth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mastodon's Application and, with the last three fields, CredentialApplication. */
record ApplicationView(
    String id,
    String name,
    @Nullable String website,
    List<String> scopes,
    List<String> redirectUris,
    String redirectUri,
    String vapidKey,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String clientId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String clientSecret,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer clientSecretExpiresAt) {

  static ApplicationView of(Application application, String vapidKey) {
    return of(application, vapidKey, null, null, null);
  }

  /** With what only the application itself may know, at the one moment it is told. */
  static ApplicationView withSecret(Application application, String secret, String vapidKey) {
    return of(application, vapidKey, application.clientId(), secret, 0);
  }

  private static ApplicationView of(
      Application application,
      String vapidKey,
      @Nullable String clientId,
      @Nullable String secret,
      @Nullable Integer secretExpiresAt) {
    return new ApplicationView(
        Long.toString(application.id()),
        application.name(),
        application.website(),
        application.scopes(),
        application.redirectUris(),
        String.join("\n", application.redirectUris()),
        vapidKey,
        clientId,
        secret,
        secretExpiresAt);
  }

  @Override
  public String toString() {
    return "ApplicationView[" + id + "]";
  }
}
