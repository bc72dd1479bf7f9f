package org.flashcrowd.membership;

import io.vertx.core.Future;
import java.util.Map;
import org.flashcrowd.auth.OwnCredentials;
import org.flashcrowd.auth.Visitor;
import org.flashcrowd.auth.Visitors;
import org.flashcrowd.config.Config;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The settings pages for password and e-mail address. */
final class SettingsRoutes implements RouteSource {
  private final Visitors visitors;
  private final OwnCredentials credentials;
  private final Config.Registrations rules;

  SettingsRoutes(Visitors visitors, OwnCredentials credentials, Config.Registrations rules) {
    this.visitors = visitors;
    this.credentials = credentials;
    this.rules = rules;
  }

  @Override
  public void declare(Routes routes) {
    Access guarded = Access.open().limited(Access.Limit.SIGN_IN);
    routes
        .get("/settings", Access.open(), this::start)
        .get("/settings/password", Access.open(), this::passwordForm)
        .post("/settings/password", guarded, this::changePassword)
        .get("/settings/email", Access.open(), this::emailForm)
        .post("/settings/email", guarded, this::changeEmail);
  }

  private Future<Reply> start(Request request) {
    return Future.succeededFuture(Reply.redirect("/settings/password"));
  }

  private Future<Reply> passwordForm(Request request) {
    return visitors.see(request, visitor -> done(password(request, visitor, 200, "", "")));
  }

  private Reply password(
      Request request, Visitor visitor, int status, String said, String problem) {
    return visitors.page(
        request,
        visitor,
        status,
        "settings/password",
        Map.of(
            "said",
            said,
            "problem",
            problem,
            "minPassword",
            rules.minPassword(),
            "maxPassword",
            rules.maxPassword()));
  }

  private Future<Reply> changePassword(Request request) {
    String old = request.params().text("current_password").orElse("");
    String wanted = request.params().text("password").orElse("");
    return visitors
        .act(
            request,
            visitor ->
                credentials
                    .changePassword(
                        visitor.account(),
                        old,
                        wanted,
                        request.address(),
                        request.header("User-Agent").orElse(""))
                    .map(session -> visitors.signedIn(changed(), session))
                    .recover(
                        failure ->
                            again(failure, words -> password(request, visitor, 422, "", words))))
        .recover(visitors::explain);
  }

  private Reply changed() {
    return visitors.message(
        200, "Your password is changed", "Every other browser and every app has been signed out.");
  }

  private Future<Reply> emailForm(Request request) {
    return visitors.see(request, visitor -> email(request, visitor, 200, ""));
  }

  private Future<Reply> email(Request request, Visitor visitor, int status, String problem) {
    return credentials
        .email(visitor.account())
        .map(
            email ->
                visitors.page(
                    request,
                    visitor,
                    status,
                    "settings/email",
                    Map.of("email", email, "problem", problem)));
  }

  private Future<Reply> changeEmail(Request request) {
    String password = request.params().text("current_password").orElse("");
    String wanted = request.params().text("email").orElse("");
    return visitors
        .act(
            request,
            visitor ->
                Future.succeededFuture()
                    .compose(
                        start ->
                            credentials.changeEmail(
                                visitor.account(), password, wanted, request.address()))
                    .map(
                        asked ->
                            visitors.message(
                                200,
                                "Look into your mail",
                                "A letter is on its way to the new address. It becomes yours when"
                                    + " you follow the link in it."))
                    .recover(
                        failure ->
                            failure instanceof Failure refused && refused.status() == 422
                                ? email(request, visitor, 422, words(refused))
                                : Future.failedFuture(failure)))
        .recover(visitors::explain);
  }

  private interface Page {
    Reply saying(String words);
  }

  private static Future<Reply> again(Throwable failure, Page page) {
    return failure instanceof Failure refused && refused.status() == 422
        ? done(page.saying(words(refused)))
        : Future.failedFuture(failure);
  }

  /** What is wrong with which field, as people call it. */
  static String words(Failure refused) {
    var details = refused.body().details();
    if (details == null) {
      return refused.body().error();
    }
    return details.entrySet().stream()
        .map(
            field ->
                switch (field.getKey()) {
                      case "current_password" -> "The current password ";
                      case "password" -> "The new password ";
                      default -> "The address ";
                    }
                    + field.getValue().getFirst().description()
                    + ".")
        .findFirst()
        .orElse(refused.body().error());
  }

  private static Future<Reply> done(Reply reply) {
    return Future.succeededFuture(reply);
  }
}
