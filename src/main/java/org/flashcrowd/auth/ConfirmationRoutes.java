package org.flashcrowd.auth;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flashcrowd.http.Access;
import org.flashcrowd.http.Reply;
import org.flashcrowd.http.Request;
import org.flashcrowd.http.RouteSource;
import org.flashcrowd.http.Routes;

/**
 * Confirming an e-mail address: the page that a letter leads to, and how apps ask for the letter
 * again. The page asks for a click, since mail programs open links by themselves.
 */
final class ConfirmationRoutes implements RouteSource {
  private final Confirmations confirmations;
  private final AuthPages pages;
  private final Browser browser;

  ConfirmationRoutes(Confirmations confirmations, AuthPages pages, Browser browser) {
    this.confirmations = confirmations;
    this.pages = pages;
    this.browser = browser;
  }

  @Override
  public void declare(Routes routes) {
    routes
        .get("/auth/confirmation", Access.open(), this::ask)
        .post("/auth/confirmation", Access.open(), this::confirm)
        .get("/auth/confirmation/new", Access.open(), this::askForLetter)
        .post("/auth/confirmation/new", Access.open().limited(Access.Limit.LETTER), this::again)
        .post(
            "/api/v1/emails/confirmations",
            Access.account("write:accounts").unconfirmed().limited(Access.Limit.LETTER),
            this::resend)
        .get(
            "/api/v1/emails/check_confirmation",
            Access.account("read:accounts", "write:accounts", "profile").unconfirmed(),
            this::check);
  }

  private Future<Reply> ask(Request request) {
    String token = token(request);
    return confirmations
        .isAlive(token)
        .map(
            alive ->
                alive ? pages.tokenForm(request, 200, "auth/confirmation", token, "") : dead());
  }

  private Reply dead() {
    return pages.message(
        422,
        "This link does not work any more",
        "It has been used, or it is too old. Sign in to see whether your address is confirmed, or"
            + " ask for another letter there.");
  }

  private Future<Reply> confirm(Request request) {
    return browser
        .requireOurForm(request)
        .compose(ours -> confirmations.follow(token(request), request.address()))
        .map(this::done)
        .recover(pages::explain);
  }

  private Reply done(Confirmations.Outcome outcome) {
    return switch (outcome) {
      case JOINED ->
          pages.message(
              200, "Thank you", "Your e-mail address is confirmed. Your app lets you in now.");
      case CHANGED ->
          pages.message(
              200,
              "Your e-mail address is changed",
              "You have been signed out everywhere. Sign in with the new address.");
    };
  }

  private Future<Reply> askForLetter(Request request) {
    return Future.succeededFuture(pages.emailForm(request, 200, "auth/askConfirmation", ""));
  }

  private Future<Reply> again(Request request) {
    return browser
        .requireOurForm(request)
        .compose(ours -> confirmations.again(email(request)))
        .map(
            sent ->
                pages.message(
                    200,
                    "Look into your mail",
                    "If an account waits for this address to be confirmed, a letter is on its"
                        + " way."))
        .recover(pages::explain);
  }

  private static String email(Request request) {
    return NewMember.emailOrFail(request.params().text("email").orElse(""));
  }

  private Future<Reply> resend(Request request) {
    Optional<String> corrected =
        request
            .params()
            .text("email")
            .filter(email -> !email.isBlank())
            .map(NewMember::emailOrFail);
    return confirmations
        .again(request.caller().orElseThrow(), viewer(request), corrected)
        .map(sent -> Reply.json(Map.of()));
  }

  private Future<Reply> check(Request request) {
    return confirmations.confirmed(viewer(request)).map(Reply::json);
  }

  private static long viewer(Request request) {
    return Objects.requireNonNull(request.viewer());
  }

  private static String token(Request request) {
    return request.params().text("token").orElse("");
  }
}
