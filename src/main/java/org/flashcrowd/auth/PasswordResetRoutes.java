package org.flashcrowd.auth;

import io.vertx.core.Future;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Failure;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/** The pages for a forgotten password. They say the same for addresses known and unknown. */
final class PasswordResetRoutes implements RouteSource {
  private final PasswordResets resets;
  private final AuthPages pages;
  private final Browser browser;

  PasswordResetRoutes(PasswordResets resets, AuthPages pages, Browser browser) {
    this.resets = resets;
    this.pages = pages;
    this.browser = browser;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/auth/password/new", Access.open(), this::form)
        .post("/auth/password/new", Access.open().limited(Access.Limit.LETTER), this::ask)
        .get("/auth/password/edit", Access.open(), this::choose)
        .post("/auth/password/edit", Access.open().limited(Access.Limit.SIGN_IN), this::change);
  }

  private Future<Reply> form(Request request) {
    return Future.succeededFuture(pages.emailForm(request, 200, "auth/askReset", ""));
  }

  private Future<Reply> ask(Request request) {
    String email = request.params().text("email").orElse("");
    return browser
        .requireOurForm(request)
        .compose(ours -> resets.ask(NewMember.emailOrFail(email)))
        .map(
            asked ->
                pages.message(
                    200,
                    "Look into your mail",
                    "If there is an account with this address, a letter is on its way. Its link"
                        + " works once, for one hour."))
        .recover(pages::explain);
  }

  private Future<Reply> choose(Request request) {
    String token = token(request);
    return resets
        .isAlive(token)
        .map(
            alive ->
                alive
                    ? pages.passwordForm(request, 200, token, "")
                    : pages.message(
                        422,
                        "This link does not work any more",
                        "It has been used, or it is too old. You can ask for another one."));
  }

  private Future<Reply> change(Request request) {
    String token = token(request);
    String password = request.params().text("password").orElse("");
    return browser
        .requireOurForm(request)
        .compose(ours -> resets.finish(token, password, request.address()))
        .map(
            changed ->
                pages.message(
                    200,
                    "Your password is changed",
                    "You have been signed out everywhere. Sign in with the new one."))
        .recover(
            failure ->
                failure instanceof Failure refused && refused.body().details() != null
                    ? Future.succeededFuture(
                        pages.passwordForm(request, 422, token, problem(refused)))
                    : pages.explain(failure));
  }

  /** What is wrong with the password, which may be put right. */
  private static String problem(Failure refused) {
    return "The password "
        + java.util.Objects.requireNonNull(refused.body().details()).values().stream()
            .findFirst()
            .orElseThrow()
            .getFirst()
            .description();
  }

  private static String token(Request request) {
    return request.params().text("token").orElse("");
  }
}
