package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Params;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** Registering applications. */
final class ApplicationRoutes implements RouteSource {
  private final Applications applications;
  private final String vapidKey;

  ApplicationRoutes(Applications applications, String vapidKey) {
    this.applications = applications;
    this.vapidKey = vapidKey;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .post("/api/v1/apps", Access.open().limited(Access.Limit.APP_REGISTRATION), this::register)
        .get("/api/v1/apps/verify_credentials", Access.application(), this::verify);
  }

  private Future<Reply> register(Request request) {
    Params params = request.params();
    NewApplication wanted =
        NewApplication.checked(
            params.text("client_name").orElse(""),
            params.texts("redirect_uris"),
            scopes(params.texts("scopes")),
            params.text("website").orElse(""));
    return applications
        .register(wanted)
        .map(
            registered ->
                Reply.json(
                    ApplicationView.withSecret(
                        registered.application(), registered.secret(), vapidKey)));
  }

  private static String scopes(Collection<String> sent) {
    return String.join(" ", List.copyOf(sent));
  }

  private Future<Reply> verify(Request request) {
    return applications
        .byId(request.caller().orElseThrow().applicationId())
        .map(found -> found.orElseThrow(() -> Failure.unauthorized("The application is gone")))
        .map(application -> Reply.json(ApplicationView.of(application, vapidKey)));
  }
}
