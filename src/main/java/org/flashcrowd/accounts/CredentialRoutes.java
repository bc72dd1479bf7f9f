package org.flashcrowd.accounts;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.jspecify.annotations.Nullable;

/** One's own account: read, changed, and the preferences that apps start with. */
public final class CredentialRoutes implements RouteSource {
  /** The API's Preferences, whose keys have colons. */
  record PreferencesView(
      @JsonProperty("posting:default:visibility") String visibility,
      @JsonProperty("posting:default:sensitive") boolean sensitive,
      @JsonProperty("posting:default:language") @Nullable String language,
      @JsonProperty("reading:expand:media") String media,
      @JsonProperty("reading:expand:spoilers") boolean spoilers) {}

  private final Profiles profiles;

  public CredentialRoutes(Profiles profiles) {
    this.profiles = profiles;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get(
            "/api/v1/accounts/verify_credentials",
            Access.account("read:accounts", "profile"),
            this::verify)
        .upload(
            HttpMethod.PATCH,
            "/api/v1/accounts/update_credentials",
            Access.account("write:accounts"),
            this::update)
        // Pixelfed's app changes an avatar by POST, and removes it under a path of its own.
        .upload(
            HttpMethod.POST,
            "/api/v1/accounts/update_credentials",
            Access.account("write:accounts"),
            this::update)
        .delete("/api/v1.1/accounts/avatar", Access.account("write:accounts"), this::removeAvatar)
        .delete("/api/v1/profile/avatar", Access.account("write:accounts"), this::removeAvatar)
        .delete("/api/v1/profile/header", Access.account("write:accounts"), this::removeHeader)
        .get("/api/v1/preferences", Access.account("read:accounts"), this::preferences);
  }

  private Future<Reply> verify(Request request) {
    return profiles.view(request.account()).map(Reply::json);
  }

  private Future<Reply> update(Request request) {
    ProfileForm form = new ProfileForm(request.params());
    return profiles
        .update(
            request.account(), form::applyTo, request.upload("avatar"), request.upload("header"))
        .compose(updated -> profiles.view(updated.id()))
        .map(Reply::json);
  }

  private Future<Reply> removeAvatar(Request request) {
    return profiles
        .removeAvatar(request.account())
        .compose(updated -> profiles.view(updated.id()))
        .map(Reply::json);
  }

  private Future<Reply> removeHeader(Request request) {
    return profiles
        .removeHeader(request.account())
        .compose(updated -> profiles.view(updated.id()))
        .map(Reply::json);
  }

  private Future<Reply> preferences(Request request) {
    return profiles
        .own(request.account())
        .map(
            account ->
                Reply.json(
                    new PreferencesView(
                        account.posting().visibility().wire(),
                        account.posting().sensitive(),
                        account.posting().language(),
                        /* media= */ "default",
                        /* spoilers= */ false)));
  }
}
