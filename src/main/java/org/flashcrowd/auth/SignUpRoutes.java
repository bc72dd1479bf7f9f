package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.util.Optional;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;
import org.jspecify.annotations.Nullable;

/** Joining through an application. */
final class SignUpRoutes implements RouteSource {
  private final SignUps signUps;
  private final Applications applications;
  private final Tokens tokens;

  SignUpRoutes(SignUps signUps, Applications applications, Tokens tokens) {
    this.signUps = signUps;
    this.applications = applications;
    this.tokens = tokens;
  }

  @Override
  public void declare(Routes routes) {
    routes.post(
        "/api/v1/accounts",
        Access.application("write:accounts").limited(Access.Limit.SIGN_UP),
        this::create);
  }

  /** The new account's token carries all that its application registered. */
  private Future<Reply> create(Request request) {
    NewMember member = member(request.params());
    long application = request.caller().orElseThrow().applicationId();
    // Looked up meanwhile: that it is gone is rare, and then nobody has joined.
    Future<Application> known =
        applications
            .byId(application)
            .map(found -> found.orElseThrow(() -> Failure.unauthorized("The application is gone")));
    return signUps
        .join(
            member,
            request.address(),
            application,
            (tx, account) ->
                known.compose(
                    through -> tokens.issue(tx, through, account, through.scopes(), null)))
        .map(Reply::json);
  }

  static NewMember member(Params params) {
    return new NewMember(
        params.text("username").orElse(""),
        params.text("email").orElse(""),
        params.text("password").orElse(""),
        params.flag("agreement", false),
        orNull(params.text("locale")),
        orNull(params.text("reason")));
  }

  private static @Nullable String orNull(Optional<String> text) {
    return text.isPresent() ? text.get() : null;
  }
}
